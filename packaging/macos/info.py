"""What macOS reads about the program: its `Info.plist`, with the type of its documents."""

from places import MAKER

IDENTIFIER = "org.nnviz.nnviz"
DOCUMENT_TYPE = "org.nnviz.document"
OLDEST_SYSTEM = "14.0"
"""Of the oldest system that the wheels of NumPy and SciPy are for which pip chooses on the machine that builds."""


def info_plist(version: str) -> dict:
    """The entries beyond those that PyInstaller writes itself."""
    return {
        "CFBundleIdentifier": IDENTIFIER,
        "CFBundleName": "nnviz",
        "CFBundleDisplayName": "nnviz",
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "LSMinimumSystemVersion": OLDEST_SYSTEM,
        "LSApplicationCategoryType": "public.app-category.education",
        "NSHighResolutionCapable": True,
        "NSPrincipalClass": "NSApplication",
        "NSHumanReadableCopyright": f"{MAKER}, MIT licence",
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "nnviz document",
                "CFBundleTypeRole": "Editor",
                "CFBundleTypeIconFile": "document.icns",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [DOCUMENT_TYPE],
            }
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": DOCUMENT_TYPE,
                "UTTypeDescription": "nnviz document",
                "UTTypeIconFile": "document.icns",
                "UTTypeConformsTo": ["public.json", "public.content"],
                "UTTypeTagSpecification": {
                    "public.filename-extension": ["nnviz"],
                    "public.mime-type": ["application/x-nnviz"],
                },
            }
        ],
    }
