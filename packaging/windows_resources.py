"""What Windows reads in an executable: its version and its manifest."""

from __future__ import annotations

from pathlib import Path

MANIFEST = """\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0">
  <assemblyIdentity type="win32" name="NetzwerkHilfe.{part}" version="{version}" processorArchitecture="amd64"/>
  <description>{description}</description>
  <trustInfo xmlns="urn:schemas-microsoft-com:asm.v3">
    <security>
      <requestedPrivileges>
        <requestedExecutionLevel level="asInvoker" uiAccess="false"/>
      </requestedPrivileges>
    </security>
  </trustInfo>
  <compatibility xmlns="urn:schemas-microsoft-com:compatibility.v1">
    <application>
      <supportedOS Id="{{8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a}}"/>
    </application>
  </compatibility>
  <application xmlns="urn:schemas-microsoft-com:asm.v3">
    <windowsSettings>
      <dpiAware xmlns="http://schemas.microsoft.com/SMI/2005/WindowsSettings">true/pm</dpiAware>
      <dpiAwareness xmlns="http://schemas.microsoft.com/SMI/2016/WindowsSettings">PerMonitorV2</dpiAwareness>
      <longPathAware xmlns="http://schemas.microsoft.com/SMI/2016/WindowsSettings">true</longPathAware>
      <activeCodePage xmlns="http://schemas.microsoft.com/SMI/2019/WindowsSettings">UTF-8</activeCodePage>
    </windowsSettings>
  </application>
</assembly>
"""
"""Windows 10 and 11 (one id stands for both); PyInstaller adds the common controls."""

VERSION = """\
VSVersionInfo(
  ffi=FixedFileInfo(
    filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004, fileType=0x1, subtype=0x0
  ),
  kids=[
    StringFileInfo([StringTable('040704B0', [
      StringStruct('CompanyName', 'Netzwerk Hilfe'),
      StringStruct('FileDescription', {description!r}),
      StringStruct('FileVersion', {version!r}),
      StringStruct('InternalName', {name!r}),
      StringStruct('LegalCopyright', 'EUPL-1.2'),
      StringStruct('OriginalFilename', {file!r}),
      StringStruct('ProductName', 'Netzwerk Hilfe'),
      StringStruct('ProductVersion', {version!r}),
    ])]),
    VarFileInfo([VarStruct('Translation', [0x0407, 1200])]),
  ],
)
"""


def numbers(version: str) -> tuple[int, int, int, int]:
    """Four numbers, as Windows compares versions: "0.1.0" is 0.1.0.0; what is no number counts as 0."""
    found = [int(part) if part.isdigit() else 0 for part in version.split(".")[:4]]
    found += [0] * (4 - len(found))
    return (found[0], found[1], found[2], found[3])


def manifest(part: str, description: str, version: str) -> str:
    """The manifest of one executable."""
    return MANIFEST.format(part=part, description=description, version=".".join(map(str, numbers(version))))


def version_file(folder: Path, name: str, description: str, version: str) -> Path:
    """A file that PyInstaller reads as version resource."""
    path = folder / f"version-{name}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = VERSION.format(
        numbers=numbers(version), version=version, name=name, file=f"{name}.exe", description=description
    )
    path.write_text(text, "utf-8")
    return path
