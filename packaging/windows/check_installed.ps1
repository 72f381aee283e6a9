# Tries the built installer and archive out on a real Windows, as the workflow does:
#   packaging\windows\check_installed.ps1
# Installs silently for this user, looks at the association, lets both programs test themselves, and removes everything.
$ErrorActionPreference = "Stop"
$PSNativeCommandUseErrorActionPreference = $true

function Check($holds, $what) {
    if (-not $holds) { throw "does not hold: $what" }
    Write-Output "  $what"
}

$program = "$env:LOCALAPPDATA\Programs\nnviz"
$classes = "HKCU:\Software\Classes"
$installer = Get-Item dist\nnviz-*-windows-x64.exe

# A program with a window is not waited for unless one asks.
$run = Start-Process $installer "/S" -Wait -PassThru
Check ($run.ExitCode -eq 0) "the silent installer ends with 0"
Check ((Get-ItemProperty "$classes\.nnviz")."(default)" -eq "nnviz.document") "documents belong to it"
Check (Test-Path "$env:APPDATA\Microsoft\Windows\Start Menu\Programs\nnviz.lnk") "it is in the Start menu"
$smoke = Start-Process "$program\nnviz.exe" "--smoke" -Wait -PassThru
Check ($smoke.ExitCode -eq 0) "the program passes its own test"
$said = & "$program\nnviz-cli.exe" train xor --steps 20
Check ("$said" -match "step 20") "the command line writes to the console"
Check ((Get-Item "$program\nnviz.exe").VersionInfo.ProductName -eq "nnviz") "it says its name and version"

$again = Start-Process $installer "/S" -Wait -PassThru
Check ($again.ExitCode -eq 0) "it installs over itself"
Start-Process "$program\uninstall.exe" "/S" -Wait
foreach ($second in 1..60) {
    if (-not (Test-Path $program)) { break }
    Start-Sleep 1
}
Check (-not (Test-Path $program)) "its folder is gone"
Check (-not (Test-Path "$classes\nnviz.document")) "the registry forgets it"
Check (-not (Test-Path "$env:APPDATA\nnviz")) "its settings are gone"

$folder = New-Item -ItemType Directory (Join-Path $env:TEMP ([guid]::NewGuid()))
Expand-Archive (Get-Item dist\nnviz-*-portable.zip) $folder
$portable = Get-ChildItem $folder -Recurse -Filter nnviz.exe
$smoke = Start-Process $portable.FullName "--smoke" -Wait -PassThru
Check ($smoke.ExitCode -eq 0) "the portable program passes its own test"
Remove-Item $folder -Recurse
