"""What Windows shows of the program in its properties: the version resource."""

from places import MAKER


def version_numbers(version: str) -> tuple[int, int, int, int]:
    """Four numbers for a version such as ``1.2.3`` or ``1.2.3rc1``; what is no number counts as the end."""
    numbers: list[int] = []
    for word in version.split("."):
        digits = word[: len(word) - len(word.lstrip("0123456789"))]
        if not digits:
            break
        numbers.append(int(digits))
        if digits != word:
            break
    return tuple([*numbers, 0, 0, 0, 0][:4])  # type: ignore[return-value]


def version_resource(version: str, file_name: str) -> str:
    """The resource of one program, in the words that PyInstaller reads."""
    numbers = version_numbers(version)
    texts = {
        "CompanyName": MAKER,
        "FileDescription": "nnviz",
        "FileVersion": version,
        "InternalName": "nnviz",
        "LegalCopyright": f"{MAKER}, MIT licence",
        "OriginalFilename": file_name,
        "ProductName": "nnviz",
        "ProductVersion": version,
    }
    structs = ", ".join(f"StringStruct({name!r}, {text!r})" for name, text in texts.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004, "
        f"fileType=0x1, subtype=0x0, date=(0, 0)), kids=[StringFileInfo([StringTable('040904B0', [{structs}])]), "
        "VarFileInfo([VarStruct('Translation', [1033, 1200])])])\n"
    )
