; The installer for Windows: for one person, without administrator rights.
;
;   nnviz-VERSION-windows-x64.exe            asks where to, installs, starts nnviz if wanted
;   nnviz-VERSION-windows-x64.exe /S         asks nothing; /D=C:\a\folder as the last word says where to
;
; Exit status: 0 done, 1 called off, 2 nnviz is running, 3 this Windows is too old or for 32 bits.
;
; Compiled by installer.py, which defines MAKER, VERSION, NUMBERS (four, with dots), PAYLOAD (the program's folder), ICONS,
; FILES (a list of the payload's files, to be removed by name) and OUTPUT.

Unicode true
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include x64.nsh

!define PROGRAM "nnviz.exe"
!define DOCUMENT "nnviz.document"
!define CLASSES "Software\Classes"
!define APP_PATHS "Software\Microsoft\Windows\CurrentVersion\App Paths\${PROGRAM}"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\nnviz"
!define EVERYTHING_CHANGED 0x08000000 ; SHCNE_ASSOCCHANGED

Name "nnviz"
OutFile "${OUTPUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\nnviz"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
SetCompressor /SOLID lzma
ManifestDPIAware true
BrandingText "nnviz ${VERSION}"

VIProductVersion "${NUMBERS}"
VIFileVersion "${NUMBERS}"
VIAddVersionKey "ProductName" "nnviz"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Installs nnviz"
VIAddVersionKey "CompanyName" "${MAKER}"
VIAddVersionKey "LegalCopyright" "${MAKER}, MIT licence"

!define MUI_ICON "${ICONS}/nnviz.ico"
!define MUI_UNICON "${ICONS}/nnviz.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_FINISHPAGE_RUN_TEXT "Start nnviz"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; ---- install ---------------------------------------------------------------------------------------------------------

; Qt wants Windows 10, and everything in the program is for 64 bits.
Function .onInit
  ${If} ${RunningX64}
  ${AndIf} ${AtLeastWin10}
    Return
  ${EndIf}
  MessageBox MB_OK|MB_ICONSTOP "nnviz needs Windows 10 or later, for 64 bits." /SD IDOK
  SetErrorLevel 3
  Quit
FunctionEnd

; A program that runs cannot be written to. Tried before anything is changed.
!macro REFUSE_WHILE_RUNNING
  ${Do}
    ${IfNot} ${FileExists} "$INSTDIR\${PROGRAM}"
      ${ExitDo}
    ${EndIf}
    ClearErrors
    FileOpen $0 "$INSTDIR\${PROGRAM}" a
    ${IfNot} ${Errors}
      FileClose $0
      ${ExitDo}
    ${EndIf}
    ${If} ${Silent}
      SetErrorLevel 2
      Quit
    ${EndIf}
    ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "nnviz is running. Close it, then try again." IDCANCEL`
      SetErrorLevel 2
      Quit
    ${EndIf}
  ${Loop}
!macroend

; Started in its own folder and not from a copy, an uninstaller is waited for, and cannot delete itself.
!macro TAKE_AWAY folder
  ${If} ${FileExists} "${folder}\uninstall.exe"
    ExecWait '"${folder}\uninstall.exe" /S /UPGRADE _?=${folder}' $0
    ${If} $0 == 2
      MessageBox MB_OK|MB_ICONEXCLAMATION "nnviz is running. Close it, then install again." /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
    Delete "${folder}\uninstall.exe"
  ${EndIf}
!macroend

Section
  !insertmacro REFUSE_WHILE_RUNNING
  ; The version that stands there takes away its own files by their names, and leaves what else is in the folder. One in
  ; another folder goes as well: Windows and the user know one nnviz alone.
  !insertmacro TAKE_AWAY "$INSTDIR"
  ReadRegStr $1 HKCU "${UNINSTALL}" "InstallLocation"
  ${If} $1 != ""
  ${AndIf} $1 != "$INSTDIR"
    !insertmacro TAKE_AWAY "$1"
    RMDir "$1"
  ${EndIf}

  SetOutPath "$INSTDIR"
  File /r "${PAYLOAD}/*"
  File "${ICONS}/document.ico"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateShortcut "$SMPROGRAMS\nnviz.lnk" "$INSTDIR\${PROGRAM}" "" "" "" "" "" "See a neural network learn"

  WriteRegStr HKCU "${CLASSES}\${DOCUMENT}" "" "nnviz document"
  WriteRegStr HKCU "${CLASSES}\${DOCUMENT}\DefaultIcon" "" "$INSTDIR\document.ico"
  WriteRegStr HKCU "${CLASSES}\${DOCUMENT}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
  WriteRegStr HKCU "${CLASSES}\.nnviz" "" "${DOCUMENT}"
  WriteRegStr HKCU "${CLASSES}\.nnviz" "Content Type" "application/x-nnviz"
  WriteRegStr HKCU "${CLASSES}\.nnviz\OpenWithProgids" "${DOCUMENT}" ""
  WriteRegStr HKCU "${APP_PATHS}" "" "$INSTDIR\${PROGRAM}"

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "nnviz"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "${MAKER}"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  SectionGetSize 0 $0
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
  System::Call 'shell32::SHChangeNotify(i ${EVERYTHING_CHANGED}, i 0, p 0, p 0)'
SectionEnd

; ---- uninstall -------------------------------------------------------------------------------------------------------

Section "Uninstall"
  !insertmacro REFUSE_WHILE_RUNNING
  ; By name, never the folder as a whole: somebody may have put documents, or the program itself, into a folder of theirs.
  !include "${FILES}"
  Delete "$INSTDIR\document.ico"
  Delete "$INSTDIR\uninstall.exe"
  SetOutPath "$TEMP"
  RMDir "$INSTDIR"

  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/UPGRADE" $1
  ${IfNot} ${Errors}
    Return
  ${EndIf}

  Delete "$SMPROGRAMS\nnviz.lnk"
  Delete "$APPDATA\nnviz\nnviz.ini"
  RMDir "$APPDATA\nnviz"
  ReadRegStr $0 HKCU "${CLASSES}\.nnviz" ""
  ${If} $0 == "${DOCUMENT}" ; else another program has taken the documents over
    DeleteRegValue HKCU "${CLASSES}\.nnviz" ""
    DeleteRegValue HKCU "${CLASSES}\.nnviz" "Content Type"
  ${EndIf}
  DeleteRegValue HKCU "${CLASSES}\.nnviz\OpenWithProgids" "${DOCUMENT}"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.nnviz\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.nnviz"
  DeleteRegKey HKCU "${CLASSES}\${DOCUMENT}"
  DeleteRegKey HKCU "${APP_PATHS}"
  DeleteRegKey HKCU "${UNINSTALL}"
  System::Call 'shell32::SHChangeNotify(i ${EVERYTHING_CHANGED}, i 0, p 0, p 0)'
SectionEnd
