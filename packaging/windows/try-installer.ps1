# Installs what packaging\windows\netzwerkhilfe.iss made, as a town hall would, and looks at what it left. For CI on Windows.
$ErrorActionPreference = 'Stop'
$setup = (Get-ChildItem dist\NetzwerkHilfe-*-Einrichtung.exe | Select-Object -First 1).FullName
$place = Join-Path $env:LOCALAPPDATA 'Programs\NetzwerkHilfe'
$data = Join-Path $env:LOCALAPPDATA 'NetzwerkHilfe'

function Install {
    $done = Start-Process -FilePath $setup -ArgumentList '/VERYSILENT', '/SUPPRESSMSGBOXES', '/NORESTART' -Wait -PassThru
    if ($done.ExitCode) { throw "The installer ended with $($done.ExitCode)." }
}
function Must([bool] $true_, [string] $what) { if (-not $true_) { throw "Not so: $what" } else { Write-Host "good: $what" } }

Install
& "$place\netzwerkhilfe-cli.exe" selftest --no-keyring
Must ($LASTEXITCODE -eq 0) 'the self-test passes where it was installed'
foreach ($ending in '.nhpaket', '.nheinladung', '.nhsicherung') {
    $kind = (Get-ItemProperty "HKCU:\Software\Classes\$ending").'(default)'
    $command = (Get-ItemProperty "HKCU:\Software\Classes\$kind\shell\open\command").'(default)'
    Must ($command -eq "`"$place\NetzwerkHilfe.exe`" `"%1`"") "$ending opens in the window"
}
Must (Test-Path "$env:APPDATA\Microsoft\Windows\Start Menu\Programs\Netzwerk Hilfe.lnk") 'it stands in the start menu'

New-Item -ItemType Directory -Force $data | Out-Null
Set-Content (Join-Path $data 'probe.txt') 'stays'
Install
Must (Test-Path "$place\vorherige\NetzwerkHilfe.exe") 'the version before is kept'
& "$place\vorherige\netzwerkhilfe-cli.exe" --version
Must ($LASTEXITCODE -eq 0) 'the version before still starts'
& "$place\netzwerkhilfe-cli.exe" --version
Must ($LASTEXITCODE -eq 0) 'the new version starts'

Start-Process -FilePath "$place\unins000.exe" -ArgumentList '/VERYSILENT', '/SUPPRESSMSGBOXES' -Wait
for ($i = 0; $i -lt 60 -and (Test-Path "$place\NetzwerkHilfe.exe"); $i++) { Start-Sleep -Seconds 1 }
Must (-not (Test-Path "$place\NetzwerkHilfe.exe")) 'the program is gone'
Must (-not (Test-Path 'HKCU:\Software\Classes\NetzwerkHilfe.Paket')) 'its file types are gone'
Must (Test-Path (Join-Path $data 'probe.txt')) 'the data are still there'
