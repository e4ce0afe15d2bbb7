<#
.SYNOPSIS
    Signiert alle Programme und Bibliotheken von Netzwerk Hilfe, die noch keine gültige Signatur tragen, und prüft sie danach.

.DESCRIPTION
    Braucht signtool.exe (Windows SDK) und ein Zertifikat für Codesignatur im Zertifikatspeicher. Vorhandene gültige
    Signaturen (Python, Qt, Microsoft) bleiben, wie sie sind. Danach stehen in dateien.csv die neuen Prüfsummen.
    Die Hashes in den Regeln für AppLocker und App Control ändern sich durch das Signieren nicht.

.EXAMPLE
    .\signieren.ps1 -Ordner ..\NetzwerkHilfe -Fingerabdruck 0123456789ABCDEF0123456789ABCDEF01234567

.PARAMETER Ordner
    Der Programmordner mit NetzwerkHilfe.exe.

.PARAMETER Fingerabdruck
    Der Fingerabdruck (SHA-1) des Zertifikats, wie ihn certmgr.msc zeigt; Leerzeichen stören nicht.

.PARAMETER Zeitstempel
    Adresse eines Zeitstempeldienstes nach RFC 3161. Ohne Zeitstempel endet die Signatur mit dem Zertifikat.

.PARAMETER Signtool
    Pfad von signtool.exe, wenn es nicht im Suchpfad steht.
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [Parameter(Mandatory = $true)] [string] $Ordner,
    [Parameter(Mandatory = $true)] [string] $Fingerabdruck,
    [string] $Zeitstempel = '',
    [string] $Signtool = 'signtool.exe'
)
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'

$Ordner = (Resolve-Path -LiteralPath $Ordner).Path
$Fingerabdruck = ($Fingerabdruck -replace '[^0-9A-Fa-f]', '').ToUpperInvariant()
if ($Fingerabdruck.Length -ne 40) { throw 'Der Fingerabdruck muss 40 Zeichen (0-9, A-F) haben.' }
if (-not (Test-Path -LiteralPath (Join-Path $Ordner 'NetzwerkHilfe.exe'))) {
    throw "In $Ordner liegt kein NetzwerkHilfe.exe."
}
if (-not (Get-Command $Signtool -ErrorAction SilentlyContinue)) {
    throw 'signtool.exe fehlt. Es gehört zum Windows SDK; geben Sie den Pfad mit -Signtool an.'
}

$alle = @(Get-ChildItem -LiteralPath $Ordner -Recurse -File | Where-Object { $_.Extension -in '.exe', '.dll', '.pyd' })
$offen = @($alle | Where-Object { (Get-AuthenticodeSignature -LiteralPath $_.FullName).Status -ne 'Valid' })
Write-Host "$($alle.Count) Dateien, davon $($offen.Count) ohne gültige Signatur."

foreach ($datei in $offen) {
    if (-not $PSCmdlet.ShouldProcess($datei.FullName, 'signieren')) { continue }
    $angaben = @('sign', '/q', '/fd', 'SHA256', '/sha1', $Fingerabdruck, '/d', 'Netzwerk Hilfe')
    if ($Zeitstempel) { $angaben += @('/tr', $Zeitstempel, '/td', 'SHA256') }
    & $Signtool @angaben $datei.FullName
    if ($LASTEXITCODE -ne 0) { throw "signtool konnte $($datei.FullName) nicht signieren." }
}
if ($WhatIfPreference) { return }

$schlecht = @($alle | Where-Object { (Get-AuthenticodeSignature -LiteralPath $_.FullName).Status -ne 'Valid' })
if ($schlecht.Count -gt 0) {
    $schlecht | ForEach-Object { Write-Warning "Ohne gültige Signatur: $($_.FullName)" }
    throw "$($schlecht.Count) Dateien haben auch jetzt keine gültige Signatur."
}

$liste = Join-Path $PSScriptRoot 'dateien.csv'
if (Test-Path -LiteralPath $liste) {
    $zeilen = @(Import-Csv -LiteralPath $liste -Delimiter ';' -Encoding UTF8)
    foreach ($zeile in $zeilen) {
        $pfad = Join-Path $Ordner ($zeile.Datei -replace '/', '\')
        $zeile.'SHA-256' = (Get-FileHash -LiteralPath $pfad -Algorithm SHA256).Hash
        $zeile.'Größe in Byte' = (Get-Item -LiteralPath $pfad).Length
        if ($pfad -match '\.(exe|dll|pyd)$') { $zeile.signiert = 'ja' }
    }
    $zeilen | Export-Csv -LiteralPath $liste -Delimiter ';' -Encoding UTF8 -NoTypeInformation
}
Write-Host "Alle $($alle.Count) Dateien tragen eine gültige Signatur."
