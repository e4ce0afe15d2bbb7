; Installer for Windows, Inno Setup 6.4 or newer:
;     iscc /DVersion=0.1.0 packaging\windows\netzwerkhilfe.iss
; Folder (default: dist\NetzwerkHilfe) is what pyinstaller build.spec made. To have setup and uninstaller signed as well, give
;     iscc /DVersion=0.1.0 /DSign=tool "/Stool=signtool.exe sign /fd SHA256 /sha1 … $f" packaging\windows\netzwerkhilfe.iss
;
; For each user, without an administrator; an administrator installs for all with /ALLUSERS. Silent:
;     NetzwerkHilfe-0.1.0-Einrichtung.exe /VERYSILENT /SUPPRESSMSGBOXES /NORESTART [/ALLUSERS] [/DIR="…"] [/LOG="…"]
; Portable use needs no setup: packaging/portable.py makes a zip of the same folder with the file `portabel` in it.
; Data lie outside {app} and are never touched here.

#ifndef Version
  #error Please give the version: iscc /DVersion=0.1.0 …
#endif
#ifndef Folder
  #define Folder "..\..\dist\NetzwerkHilfe"
#endif
#ifndef Target
  #define Target "..\..\dist"
#endif
; Wine knows no folder for programs of a user; a trial there gives the same place by another name.
#ifndef Programs
  #define Programs "{autopf}"
#endif
#define Window "NetzwerkHilfe.exe"
#define Command "netzwerkhilfe-cli.exe"
#define Inside "_internal"
#define Before "vorherige"
#define AppModel "NetzwerkHilfe.Fenster"

[Setup]
AppId={{9C0B5E0E-6E2B-4C53-9C38-5B9B7F5B4D11}
AppName=Netzwerk Hilfe
AppVersion={#Version}
AppVerName=Netzwerk Hilfe {#Version}
AppPublisher=Netzwerk Hilfe
AppComments=Gemeinsamer Schreibtisch für Verbandsgemeinden. Arbeitet ohne Netzwerkverbindung.
VersionInfoVersion={#Version}
VersionInfoDescription=Einrichtung von Netzwerk Hilfe
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=commandline
DefaultDirName={#Programs}\NetzwerkHilfe
DisableDirPage=auto
DisableProgramGroupPage=yes
DisableReadyPage=yes
MinVersion=10.0.17763
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
OutputDir={#Target}
OutputBaseFilename=NetzwerkHilfe-{#Version}-Einrichtung
SetupIconFile={#Folder}\{#Inside}\resources\symbole\netzwerkhilfe.ico
UninstallDisplayName=Netzwerk Hilfe
UninstallDisplayIcon={app}\{#Window}
WizardStyle=modern
Compression=lzma2/max
SolidCompression=yes
ChangesAssociations=yes
CloseApplications=yes
CloseApplicationsFilter=*.exe,*.dll,*.pyd
RestartApplications=no
UsePreviousAppDir=yes
#ifdef Sign
SignTool={#Sign}
SignedUninstaller=yes
#endif

[Languages]
Name: "de"; MessagesFile: "compiler:Languages\German.isl"

[CustomMessages]
de.DesktopIcon=Symbol auf dem &Desktop anlegen
de.Start=Netzwerk Hilfe jetzt starten
de.Open=Netzwerk Hilfe ist noch geöffnet. Bitte schließen Sie das Fenster und versuchen Sie es noch einmal.
de.CannotKeep=Die bisherige Fassung ließ sich nicht beiseitelegen. Es wurde nichts geändert. Bitte schließen Sie Netzwerk Hilfe und versuchen Sie es noch einmal.
de.DataStay=Netzwerk Hilfe ist entfernt. Ihre Daten sind noch da, im Ordner%n%n%1%n%nWenn Sie Netzwerk Hilfe wieder einrichten, geht es damit weiter. Wenn Sie die Daten nicht mehr brauchen, löschen Sie diesen Ordner. Sicherungen an anderen Orten bleiben auch.
de.DataStayAll=Netzwerk Hilfe ist entfernt. Die Daten jedes Benutzers sind noch da, in seinem Ordner%n%n%1

[Tasks]
Name: "desktop"; Description: "{cm:DesktopIcon}"; Flags: unchecked

[Files]
Source: "{#Folder}\{#Window}"; DestDir: "{app}"; Flags: ignoreversion
Source: "{#Folder}\{#Command}"; DestDir: "{app}"; Flags: ignoreversion
Source: "{#Folder}\{#Inside}\*"; DestDir: "{app}\{#Inside}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\Netzwerk Hilfe"; Filename: "{app}\{#Window}"; AppUserModelID: "{#AppModel}"; Comment: "Gemeinsamer Schreibtisch für Verbandsgemeinden"
Name: "{autodesktop}\Netzwerk Hilfe"; Filename: "{app}\{#Window}"; AppUserModelID: "{#AppModel}"; Tasks: desktop

[Registry]
; HKA is HKEY_CURRENT_USER, or HKEY_LOCAL_MACHINE with /ALLUSERS.
Root: HKA; Subkey: "Software\Classes\.nhpaket"; ValueType: string; ValueData: "NetzwerkHilfe.Paket"; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.nheinladung"; ValueType: string; ValueData: "NetzwerkHilfe.Einladung"; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.nhsicherung"; ValueType: string; ValueData: "NetzwerkHilfe.Sicherung"; Flags: uninsdeletevalue uninsdeletekeyifempty

Root: HKA; Subkey: "Software\Classes\NetzwerkHilfe.Paket"; ValueType: string; ValueData: "Paket für den Austausch (Netzwerk Hilfe)"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\NetzwerkHilfe.Paket"; ValueType: string; ValueName: "AppUserModelID"; ValueData: "{#AppModel}"
Root: HKA; Subkey: "Software\Classes\NetzwerkHilfe.Paket\DefaultIcon"; ValueType: string; ValueData: "{app}\{#Window},1"
Root: HKA; Subkey: "Software\Classes\NetzwerkHilfe.Paket\shell\open\command"; ValueType: string; ValueData: """{app}\{#Window}"" ""%1"""

Root: HKA; Subkey: "Software\Classes\NetzwerkHilfe.Einladung"; ValueType: string; ValueData: "Einladung ins Netzwerk (Netzwerk Hilfe)"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\NetzwerkHilfe.Einladung"; ValueType: string; ValueName: "AppUserModelID"; ValueData: "{#AppModel}"
Root: HKA; Subkey: "Software\Classes\NetzwerkHilfe.Einladung\DefaultIcon"; ValueType: string; ValueData: "{app}\{#Window},1"
Root: HKA; Subkey: "Software\Classes\NetzwerkHilfe.Einladung\shell\open\command"; ValueType: string; ValueData: """{app}\{#Window}"" ""%1"""

Root: HKA; Subkey: "Software\Classes\NetzwerkHilfe.Sicherung"; ValueType: string; ValueData: "Sicherung der Daten (Netzwerk Hilfe)"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\NetzwerkHilfe.Sicherung"; ValueType: string; ValueName: "AppUserModelID"; ValueData: "{#AppModel}"
Root: HKA; Subkey: "Software\Classes\NetzwerkHilfe.Sicherung\DefaultIcon"; ValueType: string; ValueData: "{app}\{#Window},1"
Root: HKA; Subkey: "Software\Classes\NetzwerkHilfe.Sicherung\shell\open\command"; ValueType: string; ValueData: """{app}\{#Window}"" ""%1"""

[Run]
Filename: "{app}\{#Window}"; Description: "{cm:Start}"; Flags: nowait postinstall skipifsilent

[UninstallDelete]
Type: filesandordirs; Name: "{app}\{#Inside}"
Type: filesandordirs; Name: "{app}\{#Before}"
Type: dirifempty; Name: "{app}"

[Code]
var
  Aside, Complete: Boolean;

{ A program that runs can be renamed on Windows, but not written. }
function InUse(const Path: String): Boolean;
begin
  Result := FileExists(Path) and not SaveStringToFile(Path, '', True);
end;

function Place(const Name: String): String;
begin
  Result := AddBackslash(ExpandConstant('{app}')) + Name;
end;

function Move(const Source, Target: String): Boolean;
begin
  Result := True;
  if FileExists(Source) or DirExists(Source) then
    Result := RenameFile(Source, Target);
end;

procedure PutBack;
begin
  DelTree(Place('{#Inside}'), True, True, True);
  DeleteFile(Place('{#Window}'));
  DeleteFile(Place('{#Command}'));
  Move(Place('{#Before}\{#Inside}'), Place('{#Inside}'));
  Move(Place('{#Before}\{#Command}'), Place('{#Command}'));
  Move(Place('{#Before}\{#Window}'), Place('{#Window}'));
  RemoveDir(Place('{#Before}'));
end;

{ The version before this one stays, whole and startable, in the folder "vorherige". }
procedure KeepVersionBefore;
begin
  if not FileExists(Place('{#Window}')) then
    exit;
  if InUse(Place('{#Window}')) or InUse(Place('{#Command}')) then begin
    SuppressibleMsgBox(CustomMessage('Open'), mbError, MB_OK, IDOK);
    Abort;
  end;
  DelTree(Place('{#Before}'), True, True, True);
  Aside := ForceDirectories(Place('{#Before}'))
    and Move(Place('{#Inside}'), Place('{#Before}\{#Inside}'))
    and Move(Place('{#Command}'), Place('{#Before}\{#Command}'))
    and Move(Place('{#Window}'), Place('{#Before}\{#Window}'));
  if not Aside then begin
    Move(Place('{#Before}\{#Inside}'), Place('{#Inside}'));
    Move(Place('{#Before}\{#Command}'), Place('{#Command}'));
    SuppressibleMsgBox(CustomMessage('CannotKeep'), mbError, MB_OK, IDOK);
    Abort;
  end;
end;

procedure CurStepChanged(CurStep: TSetupStep);
begin
  if CurStep = ssInstall then
    KeepVersionBefore;
  if CurStep = ssPostInstall then
    Complete := True;
end;

procedure DeinitializeSetup;
begin
  if Aside and not Complete then
    PutBack;
end;

function InitializeUninstall: Boolean;
begin
  Result := not InUse(Place('{#Window}')) and not InUse(Place('{#Command}'));
  if not Result then
    SuppressibleMsgBox(CustomMessage('Open'), mbError, MB_OK, IDOK);
end;

procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
begin
  if (CurUninstallStep = usPostUninstall) and not UninstallSilent then begin
    if IsAdminInstallMode then
      MsgBox(FmtMessage(CustomMessage('DataStayAll'), ['%LOCALAPPDATA%\NetzwerkHilfe']), mbInformation, MB_OK)
    else
      MsgBox(FmtMessage(CustomMessage('DataStay'), [ExpandConstant('{localappdata}\NetzwerkHilfe')]), mbInformation, MB_OK);
  end;
end;
