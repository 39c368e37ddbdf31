<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_GB">
<context>
    <name>biofeedback</name>
    <message>
        <source>waiting for beats</source>
        <translation>warte auf Herzschläge</translation>
    </message>
    <message>
        <source>good signal</source>
        <translation>gutes Signal</translation>
    </message>
    <message>
        <source>doubtful beats</source>
        <translation>zweifelhafte Schläge</translation>
    </message>
    <message>
        <source>strap stuck</source>
        <translation>Gurt hängt</translation>
    </message>
    <message>
        <source>sends a heart rate but no beats</source>
        <translation>sendet Herzfrequenz, aber keine Schläge</translation>
    </message>
    <message>
        <source>no skin contact</source>
        <translation>kein Hautkontakt</translation>
    </message>
    <message>
        <source>signal lost</source>
        <translation>Signal verloren</translation>
    </message>
    <message>
        <source>searching…</source>
        <translation>suche …</translation>
    </message>
    <message>
        <source>connecting…</source>
        <translation>verbinde …</translation>
    </message>
    <message>
        <source>connected…</source>
        <translation>verbunden …</translation>
    </message>
    <message>
        <source>reconnecting…</source>
        <translation>verbinde neu …</translation>
    </message>
    <message>
        <source>Without beats there are no figures; the guide works all the same.</source>
        <translation>Ohne Herzschläge gibt es keine Werte; die Anleitung läuft trotzdem.</translation>
    </message>
    <message>
        <source>Moisten the electrodes and tighten the strap.</source>
        <translation>Elektroden befeuchten und den Gurt fester ziehen.</translation>
    </message>
    <message>
        <source>Come closer; the guide goes on and the strap joins again by itself.</source>
        <translation>Näher kommen; die Anleitung läuft weiter, und der Gurt verbindet sich von selbst wieder.</translation>
    </message>
    <message>
        <source>No strap yet</source>
        <translation>Noch kein Gurt</translation>
    </message>
    <message>
        <source>battery {} %</source>
        <translation>Akku {} %</translation>
    </message>
    <message>
        <source>Several straps are in reach: {}. Press a number to take another.</source>
        <translation>Mehrere Gurte sind in Reichweite: {}. Eine Ziffer nimmt einen anderen.</translation>
    </message>
    <message>
        <source>Several straps are in reach: {}. Press Ctrl and a number to take another.</source>
        <translation>Mehrere Gurte sind in Reichweite: {}. Strg und eine Ziffer nehmen einen anderen.</translation>
    </message>
    <message>
        <source>No strap was found.</source>
        <translation>Kein Gurt wurde gefunden.</translation>
    </message>
    <message>
        <source>The strap is not heard.</source>
        <translation>Der Gurt ist nicht zu hören.</translation>
    </message>
    <message>
        <source>Wear it, moisten the electrodes and come closer; close other apps, watches and phones connected to it.</source>
        <translation>Gurt anlegen, Elektroden befeuchten und näher kommen; andere Apps, Uhren und Telefone trennen, die mit ihm verbunden sind.</translation>
    </message>
    <message>
        <source>Wear it and come closer.</source>
        <translation>Gurt anlegen und näher kommen.</translation>
    </message>
    <message>
        <source>It may be connected to your phone: turn off the phone's Bluetooth or close its app.</source>
        <translation>Vielleicht ist er mit dem Telefon verbunden: dort Bluetooth ausschalten oder die App schließen.</translation>
    </message>
    <message>
        <source>No Bluetooth adapter was found.</source>
        <translation>Kein Bluetooth-Adapter wurde gefunden.</translation>
    </message>
    <message>
        <source>Plug one in, and check that the system's bluetooth service runs.</source>
        <translation>Einen anschließen und prüfen, ob der Bluetooth-Dienst des Systems läuft.</translation>
    </message>
    <message>
        <source>Bluetooth is off.</source>
        <translation>Bluetooth ist aus.</translation>
    </message>
    <message>
        <source>Turn it on; the search goes on by itself.</source>
        <translation>Bitte einschalten; die Suche läuft von selbst weiter.</translation>
    </message>
    <message>
        <source>The system's Bluetooth service does not run.</source>
        <translation>Der Bluetooth-Dienst des Systems läuft nicht.</translation>
    </message>
    <message>
        <source>Start it (on Linux: systemctl start bluetooth); the search goes on by itself.</source>
        <translation>Bitte starten (unter Linux: systemctl start bluetooth); die Suche läuft von selbst weiter.</translation>
    </message>
    <message>
        <source>The system's Bluetooth is busy.</source>
        <translation>Das Bluetooth des Systems ist beschäftigt.</translation>
    </message>
    <message>
        <source>It is tried again.</source>
        <translation>Es wird wieder versucht.</translation>
    </message>
    <message>
        <source>It is searched for again.</source>
        <translation>Er wird wieder gesucht.</translation>
    </message>
    <message>
        <source>The strap was seen but does not answer.</source>
        <translation>Der Gurt wurde gesehen, antwortet aber nicht.</translation>
    </message>
    <message>
        <source>Come closer.</source>
        <translation>Näher kommen.</translation>
    </message>
    <message>
        <source>The system's Bluetooth does not reach the strap.</source>
        <translation>Das Bluetooth des Systems erreicht den Gurt nicht.</translation>
    </message>
    <message>
        <source>If it goes on, remove the strap in the system's Bluetooth settings, wait a minute and try again.</source>
        <translation>Wenn es so bleibt: den Gurt in den Bluetooth-Einstellungen des Systems entfernen, eine Minute warten und wieder versuchen.</translation>
    </message>
    <message>
        <source>The system's Bluetooth has forgotten the strap.</source>
        <translation>Das Bluetooth des Systems hat den Gurt vergessen.</translation>
    </message>
    <message>
        <source>This program may not use Bluetooth.</source>
        <translation>Dieses Programm darf Bluetooth nicht benutzen.</translation>
    </message>
    <message>
        <source>Allow it in the system's settings: on macOS under Privacy &amp; Security &gt; Bluetooth.</source>
        <translation>Bitte in den Einstellungen des Systems erlauben: unter macOS bei Datenschutz &amp; Sicherheit &gt; Bluetooth.</translation>
    </message>
    <message>
        <source>The system refused access to Bluetooth.</source>
        <translation>Das System verweigert den Zugriff auf Bluetooth.</translation>
    </message>
    <message>
        <source>A container or sandbox must be given access; on Linux, to the system's D-Bus.</source>
        <translation>Ein Container oder eine Sandbox braucht Zugriff, unter Linux auf den D-Bus des Systems.</translation>
    </message>
    <message>
        <source>This Bluetooth adapter does not support Bluetooth Low Energy.</source>
        <translation>Dieser Bluetooth-Adapter kann kein Bluetooth Low Energy.</translation>
    </message>
    <message>
        <source>Use one of version 4.0 or newer.</source>
        <translation>Bitte einen ab Version 4.0 benutzen.</translation>
    </message>
    <message>
        <source>{} Retrying ({}).</source>
        <translation>{} Neuer Versuch ({}).</translation>
    </message>
    <message>
        <source>Bluetooth failed ({}).</source>
        <translation>Bluetooth ist gescheitert ({}).</translation>
    </message>
    <message>
        <source>This strap sends no {}: beats alone are recorded.</source>
        <translation>Dieser Gurt sendet kein {}: nur Herzschläge werden aufgezeichnet.</translation>
    </message>
    <message>
        <source>Heart rate and beats go on.</source>
        <translation>Herzfrequenz und Schläge laufen weiter.</translation>
    </message>
    <message>
        <source>The strap does not answer when asked for its streams.</source>
        <translation>Der Gurt antwortet nicht auf die Frage nach seinen Messungen.</translation>
    </message>
    <message>
        <source>The strap gives this only to a computer that it is paired with.</source>
        <translation>Der Gurt gibt das nur einem Computer, mit dem er gekoppelt ist.</translation>
    </message>
    <message>
        <source>Pair it in the system's Bluetooth settings; heart rate and beats go on.</source>
        <translation>Bitte in den Bluetooth-Einstellungen koppeln; Herzfrequenz und Schläge laufen weiter.</translation>
    </message>
    <message>
        <source>The same RR interval came {} times in a row: the strap was stuck, or a pacemaker set the pace.</source>
        <translation>Derselbe RR-Abstand kam {} Mal hintereinander: Der Gurt hing, oder ein Schrittmacher gab den Takt vor.</translation>
    </message>
    <message>
        <source>That part is left out of the figures; take the strap off and put it on again.</source>
        <translation>Dieser Teil zählt bei den Werten nicht mit; nehmen Sie den Gurt ab und legen Sie ihn wieder an.</translation>
    </message>
    <message>
        <source>For {} s the intervals jump as in no regular rhythm; that part is left out of the figures.</source>
        <translation>{} s lang springen die Abstände wie in keinem regelmäßigen Rhythmus; dieser Teil zählt bei den Werten nicht mit.</translation>
    </message>
    <message>
        <source>Keep the strap on the body and moisten the electrodes.</source>
        <translation>Lassen Sie den Gurt am Körper und befeuchten Sie die Elektroden.</translation>
    </message>
    <message>
        <source>The strap is faulty: it sent far more than a strap does, and {} of its packets were left out.</source>
        <translation>Der Gurt ist gestört: Er sendete viel mehr, als ein Gurt senden kann, und {} seiner Pakete wurden weggelassen.</translation>
    </message>
    <message>
        <source>Take the strap off and put it on again; if that does not help, use another strap.</source>
        <translation>Nehmen Sie den Gurt ab und legen Sie ihn wieder an; hilft das nicht, nehmen Sie einen anderen Gurt.</translation>
    </message>
    <message>
        <source>{} is used by another program on this computer, perhaps by another copy of this one.</source>
        <translation>{} wird von einem anderen Programm auf diesem Computer verwendet, vielleicht von diesem Programm in einem zweiten Fenster.</translation>
    </message>
    <message>
        <source>Close the other program, or choose another strap.</source>
        <translation>Schließen Sie das andere Programm, oder wählen Sie einen anderen Gurt.</translation>
    </message>
    <message>
        <source>The ECG has fewer than {} samples a second, too few to find beats in, and is left out.</source>
        <translation>Das EKG hat weniger als {} Werte in der Sekunde, zu wenige, um Schläge darin zu finden, und wird weggelassen.</translation>
    </message>
    <message>
        <source>This computer is too slow: {} packets were not shown.</source>
        <translation>Dieser Computer ist zu langsam: {} Pakete wurden nicht angezeigt.</translation>
    </message>
    <message>
        <source>This device offers no heart rate.</source>
        <translation>Dieses Gerät bietet keine Herzfrequenz an.</translation>
    </message>
    <message>
        <source>Choose another strap.</source>
        <translation>Wählen Sie einen anderen Gurt.</translation>
    </message>
    <message>
        <source>They are recorded.</source>
        <translation>Sie sind aufgezeichnet.</translation>
    </message>
    <message>
        <source>They are not recorded.</source>
        <translation>Sie sind nicht aufgezeichnet.</translation>
    </message>
    <message>
        <source>The beats add up to {} % of the time: {} are missing.</source>
        <translation>Die Schläge ergeben {} % der Zeit: {} fehlen.</translation>
    </message>
    <message>
        <source>a few</source>
        <translation>einige</translation>
    </message>
    <message>
        <source>For {} % of the time the strap sent a heart rate but no beats.</source>
        <translation>In {} % der Zeit sendete der Gurt eine Herzfrequenz, aber keine Schläge.</translation>
    </message>
    <message>
        <source>Moisten the electrodes; an optical band must not move.</source>
        <translation>Elektroden befeuchten; ein optisches Band darf sich nicht bewegen.</translation>
    </message>
    <message>
        <source>For {} % of the time the strap found no skin contact or no heart beat.</source>
        <translation>In {} % der Zeit fand der Gurt keinen Hautkontakt oder keinen Herzschlag.</translation>
    </message>
    <message>
        <source>No beat-to-beat data: the RR intervals follow from the heart rate (or a pacemaker sets them).</source>
        <translation>Keine Daten von Schlag zu Schlag: die RR-Abstände folgen aus der Herzfrequenz (oder ein Schrittmacher gibt sie vor).</translation>
    </message>
    <message>
        <source>Don't use RMSSD and other variability; wear a chest strap that measures each beat.</source>
        <translation>RMSSD und andere Variabilität nicht verwenden; einen Brustgurt tragen, der jeden Schlag misst.</translation>
    </message>
    <message>
        <source>No sound device answers; the practice goes on in silence.</source>
        <translation>Kein Tongerät antwortet; die Übung geht still weiter.</translation>
    </message>
    <message>
        <source>The sound device has stopped; the practice goes on in silence until it is back.</source>
        <translation>Das Tongerät ist ausgefallen; die Übung geht still weiter, bis es wieder da ist.</translation>
    </message>
    <message>
        <source>The screen may lock itself while you practise: {}.</source>
        <translation>Der Bildschirm kann sich beim Üben sperren: {}.</translation>
    </message>
    <message>
        <source>how to prevent that is not known on this system</source>
        <translation>wie man das verhindert, ist auf diesem System nicht bekannt</translation>
    </message>
    <message>
        <source>{} % of the intervals are no heart beats.</source>
        <translation>{} % der Abstände sind keine Herzschläge.</translation>
    </message>
    <message>
        <source>Moisten the electrodes, sit still.</source>
        <translation>Elektroden befeuchten, still sitzen.</translation>
    </message>
    <message>
        <source>The strap was heard for {} % of the time only.</source>
        <translation>Der Gurt war nur in {} % der Zeit zu hören.</translation>
    </message>
    <message>
        <source>Sit closer to the computer.</source>
        <translation>Näher am Computer sitzen.</translation>
    </message>
    <message>
        <source>No heart rate was received.</source>
        <translation>Es kam keine Herzfrequenz an.</translation>
    </message>
    <message>
        <source>Wear the strap and moisten its electrodes.</source>
        <translation>Den Gurt anlegen und die Elektroden befeuchten.</translation>
    </message>
    <message>
        <source>Your heart has quickened and answers less, as when one breathes too much: the breaths are shorter now.</source>
        <translation>Ihr Herz ist schneller geworden und antwortet weniger, wie wenn man zu viel atmet: die Atemzüge sind jetzt kürzer.</translation>
    </message>
    <message>
        <source>Breathe gently, not deep; if you feel dizzy, pause.</source>
        <translation>Atmen Sie sanft, nicht tief; bei Schwindel eine Pause machen.</translation>
    </message>
    <message>
        <source>last {} s</source>
        <translation>letzte {} s</translation>
    </message>
    <message>
        <source>after {} s of beats</source>
        <translation>nach {} s mit Schlägen</translation>
    </message>
    <message>
        <source>after {} guided breaths</source>
        <translation>nach {} angeleiteten Atemzügen</translation>
    </message>
    <message>
        <source>after {} quiet breaths</source>
        <translation>nach {} ruhigen Atemzügen</translation>
    </message>
    <message>
        <source>the rhythm is too irregular</source>
        <translation>der Rhythmus ist zu unregelmäßig</translation>
    </message>
    <message>
        <source>no beat-to-beat data</source>
        <translation>keine Daten von Schlag zu Schlag</translation>
    </message>
    <message>
        <source>Heart rate</source>
        <translation>Herzfrequenz</translation>
    </message>
    <message>
        <source>per minute</source>
        <translation>pro Minute</translation>
    </message>
    <message>
        <source>mean of {} s</source>
        <translation>Mittel über {} s</translation>
    </message>
    <message>
        <source>RMSSD</source>
        <translation>RMSSD</translation>
    </message>
    <message>
        <source>Heart response to breathing</source>
        <translation>Herzantwort auf den Atem</translation>
    </message>
    <message>
        <source>ms swing a breath</source>
        <translation>ms je Atemzug</translation>
    </message>
    <message>
        <source>median of {} breaths</source>
        <translation>Median, {} Atemzüge</translation>
    </message>
    <message>
        <source>Beats used</source>
        <translation>Genutzte Schläge</translation>
    </message>
    <message>
        <source>% of time</source>
        <translation>% der Zeit</translation>
    </message>
    <message>
        <source>no strap yet</source>
        <translation>noch kein Gurt</translation>
    </message>
    <message>
        <source>the strap sends no beats</source>
        <translation>der Gurt sendet keine Schläge</translation>
    </message>
    <message>
        <source>needs {} beats</source>
        <translation>braucht {} Schläge</translation>
    </message>
    <message>
        <source>the last breaths lack beats</source>
        <translation>in den letzten Atemzügen fehlen Schläge</translation>
    </message>
    <message>
        <source>needs a beat</source>
        <translation>braucht einen Schlag</translation>
    </message>
    <message>
        <source>unsure from beats alone</source>
        <translation>unsicher aus Schlägen allein</translation>
    </message>
    <message>
        <source>no movement data</source>
        <translation>keine Bewegungsdaten</translation>
    </message>
    <message>
        <source>waiting for movement data</source>
        <translation>warte auf Bewegungsdaten</translation>
    </message>
    <message>
        <source>you are moving</source>
        <translation>Sie bewegen sich</translation>
    </message>
    <message>
        <source>after {} s still</source>
        <translation>nach {} s Stillsitzen</translation>
    </message>
    <message>
        <source>the breath is not clear</source>
        <translation>der Atem ist nicht deutlich</translation>
    </message>
    <message>
        <source>inhale or exhale: unsure</source>
        <translation>Ein oder Aus: unsicher</translation>
    </message>
    <message>
        <source>Breathing rate</source>
        <translation>Atemfrequenz</translation>
    </message>
    <message>
        <source>Exhale to inhale</source>
        <translation>Aus- zu Einatmen</translation>
    </message>
    <message>
        <source>times as long</source>
        <translation>mal so lang</translation>
    </message>
    <message>
        <source>± {} per minute</source>
        <translation>± {} pro Minute</translation>
    </message>
    <message>
        <source>± {} ms swing a breath</source>
        <translation>± {} ms je Atemzug</translation>
    </message>
    <message>
        <source>± {} times as long</source>
        <translation>± {} mal so lang</translation>
    </message>
    <message>
        <source>inhale and exhale are not told apart yet</source>
        <translation>Ein und Aus sind noch nicht zu unterscheiden</translation>
    </message>
    <message>
        <source>beats alone do not tell inhale from exhale</source>
        <translation>Schläge allein unterscheiden Ein und Aus nicht</translation>
    </message>
    <message>
        <source>You breathe {} times a minute, the guide {}; let each breath run on until it turns.</source>
        <translation>Sie atmen {} Mal pro Minute, die Anleitung {} Mal; lassen Sie jeden Atemzug laufen, bis sie wendet.</translation>
    </message>
    <message>
        <source>You breathe {} times a minute, the guide {}; turn when it turns.</source>
        <translation>Sie atmen {} Mal pro Minute, die Anleitung {} Mal; wenden Sie, wenn sie wendet.</translation>
    </message>
    <message>
        <source>Your breath and the guide are out of step; breathe in when it begins to rise.</source>
        <translation>Atem und Anleitung laufen auseinander; atmen Sie ein, wenn sie zu steigen beginnt.</translation>
    </message>
    <message>
        <source>You are {} s ahead of the guide; wait for it to turn.</source>
        <translation>Sie sind {} s voraus; warten Sie, bis die Anleitung wendet.</translation>
    </message>
    <message>
        <source>You are {} s behind the guide; turn a little sooner.</source>
        <translation>Sie sind {} s hinterher; wenden Sie etwas früher.</translation>
    </message>
    <message>
        <source>Your exhale ends {} s early; let it run on.</source>
        <translation>Ihr Ausatmen endet {} s zu früh; lassen Sie es weiterlaufen.</translation>
    </message>
    <message>
        <source>Your exhale ends {} s late; breathe in as the guide rises.</source>
        <translation>Ihr Ausatmen endet {} s zu spät; atmen Sie ein, wenn die Anleitung steigt.</translation>
    </message>
    <message>
        <source>Your inhale ends {} s late; breathe out as the guide falls.</source>
        <translation>Ihr Einatmen endet {} s zu spät; atmen Sie aus, wenn die Anleitung sinkt.</translation>
    </message>
    <message>
        <source>Your inhale ends {} s early; let the breath come all the way in.</source>
        <translation>Ihr Einatmen endet {} s zu früh; lassen Sie den Atem ganz herein.</translation>
    </message>
    <message>
        <source>Your exhale is {} times your inhale; let it be longer.</source>
        <translation>Ihr Ausatmen ist {} mal so lang wie Ihr Einatmen; lassen Sie es länger werden.</translation>
    </message>
    <message>
        <source>Your exhale is {} times your inhale; let it be a little shorter.</source>
        <translation>Ihr Ausatmen ist {} mal so lang wie Ihr Einatmen; lassen Sie es etwas kürzer werden.</translation>
    </message>
    <message>
        <source>Breathe in</source>
        <translation>Einatmen</translation>
    </message>
    <message>
        <source>Breathe out</source>
        <translation>Ausatmen</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>Halten</translation>
    </message>
    <message>
        <source>Press Space</source>
        <translation>Leertaste drücken</translation>
    </message>
    <message>
        <source>or click to begin</source>
        <translation>oder klicken</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>{} practised</source>
        <translation>{} geübt</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Space or click to go on</source>
        <translation>weiter: Leertaste oder Klick</translation>
    </message>
    <message>
        <source>Breathe as usual</source>
        <translation>Atmen wie sonst</translation>
    </message>
    <message>
        <source>Space pause</source>
        <translation>Leertaste Pause</translation>
    </message>
    <message>
        <source>Space go on</source>
        <translation>Leertaste weiter</translation>
    </message>
    <message>
        <source>Space begin</source>
        <translation>Leertaste Beginn</translation>
    </message>
    <message>
        <source>↑ ↓ rate</source>
        <translation>↑ ↓ Tempo</translation>
    </message>
    <message>
        <source>P pattern</source>
        <translation>P Muster</translation>
    </message>
    <message>
        <source>G guide</source>
        <translation>G Anleitung</translation>
    </message>
    <message>
        <source>F alone</source>
        <translation>F allein</translation>
    </message>
    <message>
        <source>S sound</source>
        <translation>S Ton</translation>
    </message>
    <message>
        <source>M mark</source>
        <translation>M Marke</translation>
    </message>
    <message>
        <source>T theme</source>
        <translation>T Farben</translation>
    </message>
    <message>
        <source>W why</source>
        <translation>W warum</translation>
    </message>
    <message>
        <source>Esc end</source>
        <translation>Esc Ende</translation>
    </message>
    <message>
        <source>H history</source>
        <translation>H Verlauf</translation>
    </message>
    <message>
        <source>O options</source>
        <translation>O Optionen</translation>
    </message>
    <message>
        <source>Session complete</source>
        <translation>Übung fertig</translation>
    </message>
    <message>
        <source>Sit still and breathe as usual</source>
        <translation>Still sitzen und atmen wie sonst</translation>
    </message>
    <message>
        <source>Space begin the practice now</source>
        <translation>Leertaste: gleich üben</translation>
    </message>
    <message>
        <source>Esc end now</source>
        <translation>Esc jetzt beenden</translation>
    </message>
    <message>
        <source>{} in</source>
        <translation>{} ein</translation>
    </message>
    <message>
        <source>{} out</source>
        <translation>{} aus</translation>
    </message>
    <message>
        <source>{} hold</source>
        <translation>{} halten</translation>
    </message>
    <message>
        <source>{} per minute</source>
        <translation>{} pro Minute</translation>
    </message>
    <message>
        <source>of {}</source>
        <translation>von {}</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>this strap's beats arrive {} s late</source>
        <translation>Schläge dieses Gurts kommen {} s später</translation>
    </message>
    <message>
        <source>Marked at {}</source>
        <translation>Marke bei {}</translation>
    </message>
    <message>
        <source>Sound on</source>
        <translation>Ton an</translation>
    </message>
    <message>
        <source>Sound off</source>
        <translation>Ton aus</translation>
    </message>
    <message>
        <source>one bar a breath</source>
        <translation>ein Balken je Atemzug</translation>
    </message>
    <message>
        <source>dotted: not known</source>
        <translation>gepunktet: unbekannt</translation>
    </message>
    <message>
        <source>band: your first {} minutes at this pace</source>
        <translation>Band: Ihre ersten {} Minuten bei diesem Tempo</translation>
    </message>
    <message>
        <source>shaded: the guide's breath</source>
        <translation>schattiert: die Anleitung</translation>
    </message>
    <message>
        <source>vagal (parasympathetic)</source>
        <translation>vagal (parasympathisch)</translation>
    </message>
    <message>
        <source>one dot a breath, dashed: the guide</source>
        <translation>Strichlinie: die Anleitung</translation>
    </message>
    <message>
        <source>{} % of your last breaths as guided</source>
        <translation>{} % der letzten Atemzüge wie angeleitet</translation>
    </message>
    <message>
        <source>dotted: your breath, measured by the strap</source>
        <translation>gepunktet: Ihr Atem, vom Gurt gemessen</translation>
    </message>
    <message>
        <source>your breath: {}</source>
        <translation>Ihr Atem: {}</translation>
    </message>
    <message>
        <source>↑ {} ms (± {}) above your first {} min</source>
        <translation>↑ {} ms (± {}) über Ihren ersten {} min</translation>
    </message>
    <message>
        <source>↓ {} ms (± {}) below your first {} min</source>
        <translation>↓ {} ms (± {}) unter Ihren ersten {} min</translation>
    </message>
    <message>
        <source>as in your first {} min (± {} ms)</source>
        <translation>wie in Ihren ersten {} min (± {} ms)</translation>
    </message>
    <message>
        <source>The vagal (parasympathetic) heart response to breathing: how far the time between two beats swings with the breath, by a curve laid through the beats of each breath. Slower and deeper breathing makes it larger in everyone; so it is compared with your own first minutes at the same pace only.</source>
        <translation>Die vagale (parasympathische) Antwort des Herzens auf den Atem: wie weit die Zeit zwischen zwei Schlägen mit dem Atem schwingt, nach einer Kurve durch die Schläge jedes Atemzugs. Langsameres und tieferes Atmen macht sie bei allen größer; darum wird sie nur mit Ihren eigenen ersten Minuten bei gleichem Tempo verglichen.</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>Anleitung</translation>
    </message>
    <message>
        <source>Heart rate from beat to beat over the last minute</source>
        <translation>Herzfrequenz von Schlag zu Schlag in der letzten Minute</translation>
    </message>
    <message>
        <source>Exhale to inhale of each breath</source>
        <translation>Aus- zu Einatmen je Atemzug</translation>
    </message>
    <message>
        <source>Heart response to each breath</source>
        <translation>Antwort des Herzens auf jeden Atemzug</translation>
    </message>
    <message>
        <source>{} /min</source>
        <translation>{} /min</translation>
    </message>
    <message>
        <source>Before your first breath</source>
        <translation>Vor dem ersten Atemzug</translation>
    </message>
    <message>
        <source>Breathe gently, not deeply: no more air than usual, only more slowly. Let the exhale flow out by itself.</source>
        <translation>Atmen Sie sanft, nicht tief: nicht mehr Luft als sonst, nur langsamer. Lassen Sie das Ausatmen von selbst ausströmen.</translation>
    </message>
    <message>
        <source>If you get dizzy, tingle or feel short of air, stop following the guide and breathe as you like. Go on later with shallower breaths or at a faster pace.</source>
        <translation>Wenn Ihnen schwindlig wird, es kribbelt oder die Luft knapp wird, folgen Sie der Anleitung nicht weiter und atmen Sie, wie Sie mögen. Machen Sie später flacher oder schneller weiter.</translation>
    </message>
    <message>
        <source>Hold no longer than the guide asks, and not when you feel dizzy or strained.</source>
        <translation>Halten Sie den Atem nicht länger an, als die Anleitung es vorgibt, und gar nicht, wenn Ihnen schwindlig ist oder es Sie anstrengt.</translation>
    </message>
    <message>
        <source>Stop, and get help, when your chest hurts, you faint, or your heart races or stumbles.</source>
        <translation>Aufhören und Hilfe holen bei Schmerzen in der Brust, Ohnmacht, Herzrasen oder Herzstolpern.</translation>
    </message>
    <message>
        <source>Ask a doctor first if you have heart failure, an irregular heartbeat or a pacemaker; low blood pressure or medicine against high; severe asthma or COPD; diabetes with insulin; a kidney disease; epilepsy; panic attacks or a trauma; if you are pregnant, or younger than 18.</source>
        <translation>Fragen Sie zuerst eine Ärztin oder einen Arzt bei Herzschwäche, unregelmäßigem Herzschlag oder Schrittmacher, niedrigem Blutdruck oder Mitteln gegen hohen, schwerem Asthma oder COPD, Diabetes mit Insulin, Nierenkrankheit, Epilepsie, Panikattacken oder Trauma, in der Schwangerschaft oder unter 18 Jahren.</translation>
    </message>
    <message>
        <source>Not while driving, and not in water. It may help to cope with stress and pain; it does not treat anything.</source>
        <translation>Nicht am Steuer und nicht im Wasser. Es kann helfen, mit Stress und Schmerzen umzugehen; es behandelt nichts.</translation>
    </message>
    <message>
        <source>This page comes only once.</source>
        <translation>Diese Seite kommt nur einmal.</translation>
    </message>
    <message>
        <source>I understand, begin (Space)</source>
        <translation>Ich habe verstanden, beginnen (Leertaste)</translation>
    </message>
    <message>
        <source>How are you now?</source>
        <translation>Wie geht es Ihnen jetzt?</translation>
    </message>
    <message>
        <source>− skips one</source>
        <translation>− überspringt eine</translation>
    </message>
    <message>
        <source>You pressed 1. Press 0 for ten, or Enter for one.</source>
        <translation>Sie haben 1 gedrückt. Drücken Sie 0 für zehn oder die Eingabetaste für eins.</translation>
    </message>
    <message>
        <source>Begin (Space)</source>
        <translation>Beginnen (Leertaste)</translation>
    </message>
    <message>
        <source>To the summary (Esc)</source>
        <translation>Zur Zusammenfassung (Esc)</translation>
    </message>
    <message>
        <source>0 to 9 rate</source>
        <translation>0 bis 9 bewerten</translation>
    </message>
    <message>
        <source>press 1 then 0 for ten</source>
        <translation>für zehn erst 1, dann 0 drücken</translation>
    </message>
    <message>
        <source>Pain</source>
        <translation>Schmerz</translation>
    </message>
    <message>
        <source>Stress</source>
        <translation>Stress</translation>
    </message>
    <message>
        <source>Mood</source>
        <translation>Stimmung</translation>
    </message>
    <message>
        <source>0 none</source>
        <translation>0 keiner</translation>
    </message>
    <message>
        <source>10 the worst imaginable</source>
        <translation>10 der schlimmste vorstellbare</translation>
    </message>
    <message>
        <source>10 the most imaginable</source>
        <translation>10 der größte vorstellbare</translation>
    </message>
    <message>
        <source>0 very low</source>
        <translation>0 sehr schlecht</translation>
    </message>
    <message>
        <source>10 very good</source>
        <translation>10 sehr gut</translation>
    </message>
    <message>
        <source>not rated</source>
        <translation>nicht bewertet</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} von {}</translation>
    </message>
    <message>
        <source>Breathing pattern</source>
        <translation>Atemmuster</translation>
    </message>
    <message>
        <source>Now {} in</source>
        <translation>Jetzt {} ein</translation>
    </message>
    <message>
        <source>On the way to {} in</source>
        <translation>Auf dem Weg zu {} ein</translation>
    </message>
    <message>
        <source>{} times as long out as in</source>
        <translation>{} mal so lang aus wie ein</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>Langsam</translation>
    </message>
    <message>
        <source>Six a minute</source>
        <translation>Sechs pro Minute</translation>
    </message>
    <message>
        <source>Four and six</source>
        <translation>Vier und sechs</translation>
    </message>
    <message>
        <source>Even</source>
        <translation>Gleich lang</translation>
    </message>
    <message>
        <source>Beginner</source>
        <translation>Anfang</translation>
    </message>
    <message>
        <source>{}   {}</source>
        <translation>{}   {}</translation>
    </message>
    <message>
        <source>Slow enough to be easy is right. Go faster when you need air; the exhale stays the longer part.</source>
        <translation>Richtig ist so langsam, dass es leicht bleibt. Schneller, wenn Sie Luft brauchen; das Ausatmen bleibt der längere Teil.</translation>
    </message>
    <message>
        <source>Back to the practice (P)</source>
        <translation>Zurück zur Übung (P)</translation>
    </message>
    <message>
        <source>Back to the practice</source>
        <translation>Zurück zur Übung</translation>
    </message>
    <message>
        <source>How it is made</source>
        <translation>Wie sie entsteht</translation>
    </message>
    <message>
        <source>When it misleads</source>
        <translation>Wann sie täuscht</translation>
    </message>
    <message>
        <source>← → the others</source>
        <translation>← → die anderen</translation>
    </message>
    <message>
        <source>W back</source>
        <translation>W zurück</translation>
    </message>
    <message>
        <source>Now {}</source>
        <translation>Jetzt {}</translation>
    </message>
    <message>
        <source>{} ms swing a breath</source>
        <translation>{} ms Schwingung je Atemzug</translation>
    </message>
    <message>
        <source>{} times as long</source>
        <translation>{} mal so lang</translation>
    </message>
    <message>
        <source>{} ms</source>
        <translation>{} ms</translation>
    </message>
    <message>
        <source>{} % of time</source>
        <translation>{} % der Zeit</translation>
    </message>
    <message>
        <source>{} of practice</source>
        <translation>{} geübt</translation>
    </message>
    <message>
        <source>No difference could be measured.</source>
        <translation>Es war kein Unterschied zu messen.</translation>
    </message>
    <message>
        <source>That takes {} minutes of guided breathing at one pace.</source>
        <translation>Dazu braucht es {} Minuten Atmen mit der Anleitung bei einem Tempo.</translation>
    </message>
    <message>
        <source>At the end your heart swung {} more with each breath than in the first minutes; {}.</source>
        <translation>Am Ende schwang Ihr Herz mit jedem Atemzug {} mehr als in den ersten Minuten; {}.</translation>
    </message>
    <message>
        <source>At the end your heart swung {} less with each breath than in the first minutes; {}.</source>
        <translation>Am Ende schwang Ihr Herz mit jedem Atemzug {} weniger als in den ersten Minuten; {}.</translation>
    </message>
    <message>
        <source>± {} ms may be chance</source>
        <translation>± {} ms kann Zufall sein</translation>
    </message>
    <message>
        <source>Your heart's response stayed about the same: {} apart, and {}.</source>
        <translation>Die Antwort Ihres Herzens blieb etwa gleich: {} Unterschied, und {}.</translation>
    </message>
    <message>
        <source>Single ratings vary from day to day by more than most practices change them: look at weeks.</source>
        <translation>Einzelne Bewertungen schwanken von Tag zu Tag mehr, als die meisten Übungen sie ändern: sehen Sie auf Wochen.</translation>
    </message>
    <message>
        <source>There were too few good beats for the heart's response.</source>
        <translation>Für die Antwort des Herzens gab es zu wenige gute Schläge.</translation>
    </message>
    <message>
        <source>Exhale to inhale was not measured.</source>
        <translation>Aus- zu Einatmen wurde nicht gemessen.</translation>
    </message>
    <message>
        <source>median {} ms swing a breath</source>
        <translation>Median {} ms Schwingung je Atemzug</translation>
    </message>
    <message>
        <source>median {}</source>
        <translation>Median {}</translation>
    </message>
    <message>
        <source>{} % of breaths as guided</source>
        <translation>{} % der Atemzüge wie angeleitet</translation>
    </message>
    <message>
        <source>Heart response to each breath of the session</source>
        <translation>Antwort des Herzens auf jeden Atemzug der Übung</translation>
    </message>
    <message>
        <source>Exhale to inhale of each breath of the session</source>
        <translation>Aus- zu Einatmen je Atemzug der Übung</translation>
    </message>
    <message>
        <source>RMSSD in ordinary breathing: {} ms before, {} ms after ({} %, 95 % interval {} to {} %): no more than it varies by itself.</source>
        <translation>RMSSD beim Atmen wie sonst: {} ms vorher, {} ms nachher ({} %, 95-%-Bereich {} bis {} %): nicht mehr, als es von selbst schwankt.</translation>
    </message>
    <message>
        <source>RMSSD in ordinary breathing: {} ms before, {} ms after ({} %, 95 % interval {} to {} %): more than it varies by itself.</source>
        <translation>RMSSD beim Atmen wie sonst: {} ms vorher, {} ms nachher ({} %, 95-%-Bereich {} bis {} %): mehr, als es von selbst schwankt.</translation>
    </message>
    <message>
        <source>RMSSD in ordinary breathing: {} ms before, {} ms after ({} %, 95 % interval {} to {} %): less than it varies by itself.</source>
        <translation>RMSSD beim Atmen wie sonst: {} ms vorher, {} ms nachher ({} %, 95-%-Bereich {} bis {} %): weniger, stärker als es von selbst schwankt.</translation>
    </message>
    <message>
        <source>End (Esc)</source>
        <translation>Ende (Esc)</translation>
    </message>
    <message>
        <source>Breathe on (Space)</source>
        <translation>Weiteratmen (Leertaste)</translation>
    </message>
    <message>
        <source>History (H)</source>
        <translation>Verlauf (H)</translation>
    </message>
    <message>
        <source>Back to the history (Esc)</source>
        <translation>Zurück zum Verlauf (Esc)</translation>
    </message>
    <message>
        <source>Pain {} → {}</source>
        <translation>Schmerz {} → {}</translation>
    </message>
    <message>
        <source>Stress {} → {}</source>
        <translation>Stress {} → {}</translation>
    </message>
    <message>
        <source>Mood {} → {}</source>
        <translation>Stimmung {} → {}</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Reading your sessions…</source>
        <translation>Lese Ihre Übungen …</translation>
    </message>
    <message>
        <source>{} minutes in the last {} weeks; minutes of each day and each week:</source>
        <translation>{} Minuten in den letzten {} Wochen; Minuten je Tag und je Woche:</translation>
    </message>
    <message>
        <source>Response power in ln ms² at {} per minute</source>
        <translation>Leistung der Antwort in ln ms² bei {} pro Minute</translation>
    </message>
    <message>
        <source>mean of each week, lowest to highest</source>
        <translation>Mittel je Woche, kleinster bis größter Wert</translation>
    </message>
    <message>
        <source>There are too few days with a value to decide whether there is a trend.</source>
        <translation>Es gibt zu wenige Tage mit einem Wert, um über einen Trend zu entscheiden.</translation>
    </message>
    <message>
        <source>Whether there is a trend can be decided on {} at the earliest.</source>
        <translation>Ob es einen Trend gibt, lässt sich frühestens am {} entscheiden.</translation>
    </message>
    <message>
        <source>No trend beyond chance was found on {} ({} a week, {} % interval {} to {}).</source>
        <translation>Am {} war kein Trend zu erkennen, der über den Zufall hinausgeht ({} je Woche, {}-%-Intervall {} bis {}).</translation>
    </message>
    <message>
        <source>Rising by {} a week ({} % interval {} to {}), decided on {}.</source>
        <translation>Steigend um {} je Woche ({}-%-Intervall {} bis {}), entschieden am {}.</translation>
    </message>
    <message>
        <source>Falling by {} a week ({} % interval {} to {}), decided on {}.</source>
        <translation>Fallend um {} je Woche ({}-%-Intervall {} bis {}), entschieden am {}.</translation>
    </message>
    <message>
        <source>The next decision is on {}.</source>
        <translation>Die nächste Entscheidung fällt am {}.</translation>
    </message>
    <message>
        <source>A change of this size would not show within {} days.</source>
        <translation>Eine Veränderung dieser Größe würde sich innerhalb von {} Tagen nicht zeigen.</translation>
    </message>
    <message>
        <source>About {} more days would show a change of this size.</source>
        <translation>Etwa {} weitere Tage würden eine Veränderung dieser Größe zeigen.</translation>
    </message>
    <message>
        <source>Series tested for a trend: {}.</source>
        <translation>Auf einen Trend geprüfte Reihen: {}.</translation>
    </message>
    <message>
        <source>Chance alone shows a trend in up to {} of 100 series within {} days.</source>
        <translation>Der Zufall allein zeigt bei bis zu {} von 100 Reihen innerhalb von {} Tagen einen Trend.</translation>
    </message>
    <message>
        <source>{} before the practice</source>
        <translation>{} vor der Übung</translation>
    </message>
    <message>
        <source>After the practice {} on average.</source>
        <translation>Nach der Übung im Mittel {}.</translation>
    </message>
    <message>
        <source>People often begin on a bad day, so ratings may get better in the first weeks without any practice.</source>
        <translation>Man beginnt oft an einem schlechten Tag. Deshalb können die Werte in den ersten Wochen auch ohne Übung besser werden.</translation>
    </message>
    <message>
        <source>without a strap</source>
        <translation>ohne Gurt</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>importiert</translation>
    </message>
    <message>
        <source>The guide ran where the charts are shaded; only breaths that began then count.</source>
        <translation>Wo die Kurven hinterlegt sind, lief die Anleitung; nur Atemzüge, die dann begannen, zählen.</translation>
    </message>
    <message>
        <source>The response over the weeks comes with sessions of good beats.</source>
        <translation>Die Antwort über die Wochen kommt mit Übungen mit guten Schlägen.</translation>
    </message>
    <message>
        <source>Back (H)</source>
        <translation>Zurück (H)</translation>
    </message>
    <message>
        <source>week of {}</source>
        <translation>Woche vom {}</translation>
    </message>
    <message>
        <source>this week</source>
        <translation>diese Woche</translation>
    </message>
    <message>
        <source>{} minutes</source>
        <translation>{} Minuten</translation>
    </message>
    <message>
        <source>simulated or replayed</source>
        <translation>simuliert oder wiederholt</translation>
    </message>
    <message>
        <source>Minutes of practice in each week</source>
        <translation>Minuten Übung je Woche</translation>
    </message>
    <message>
        <source>Heart response over the weeks</source>
        <translation>Antwort des Herzens über die Wochen</translation>
    </message>
    <message>
        <source>{} over the weeks</source>
        <translation>{} über die Wochen</translation>
    </message>
    <message>
        <source>Mo</source>
        <translation>Mo</translation>
    </message>
    <message>
        <source>Tu</source>
        <translation>Di</translation>
    </message>
    <message>
        <source>We</source>
        <translation>Mi</translation>
    </message>
    <message>
        <source>Th</source>
        <translation>Do</translation>
    </message>
    <message>
        <source>Fr</source>
        <translation>Fr</translation>
    </message>
    <message>
        <source>Sa</source>
        <translation>Sa</translation>
    </message>
    <message>
        <source>Su</source>
        <translation>So</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Tab goes on, ↑ ↓ choose. What concerns the practice itself holds from the next one on.</source>
        <translation>Tab geht weiter, ↑ ↓ wählen. Was die Übung selbst betrifft, gilt ab der nächsten.</translation>
    </message>
    <message>
        <source>Practice</source>
        <translation>Übung</translation>
    </message>
    <message>
        <source>Ordinary breathing before</source>
        <translation>Atmen wie sonst, vorher</translation>
    </message>
    <message>
        <source>Ordinary breathing after</source>
        <translation>Atmen wie sonst, nachher</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Lautstärke</translation>
    </message>
    <message>
        <source>Tone brightens with the response</source>
        <translation>Ton wird heller mit der Antwort</translation>
    </message>
    <message>
        <source>Slow down from your own rate</source>
        <translation>Von der eigenen Rate langsamer werden</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Size of the writing</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Asked before and after</source>
        <translation>Vorher und nachher gefragt</translation>
    </message>
    <message>
        <source>Back (Esc)</source>
        <translation>Zurück (Esc)</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keins</translation>
    </message>
    <message>
        <source>quiet</source>
        <translation>leise</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>mittel</translation>
    </message>
    <message>
        <source>loud</source>
        <translation>laut</translation>
    </message>
    <message>
        <source>full</source>
        <translation>voll</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
    <message>
        <source>light</source>
        <translation>hell</translation>
    </message>
    <message>
        <source>of the computer</source>
        <translation>die des Computers</translation>
    </message>
    <message>
        <source>pain, stress, mood</source>
        <translation>Schmerz, Stress, Stimmung</translation>
    </message>
    <message>
        <source>pain and stress</source>
        <translation>Schmerz und Stress</translation>
    </message>
    <message>
        <source>stress and mood</source>
        <translation>Stress und Stimmung</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Englisch</translation>
    </message>
    <message>
        <source>Replay of {}</source>
        <translation>Wiedergabe vom {}</translation>
    </message>
    <message>
        <source>Speed {}× (↑ ↓)</source>
        <translation>{}× schnell (↑ ↓)</translation>
    </message>
    <message>
        <source>Going to {}</source>
        <translation>Auf dem Weg zu {}</translation>
    </message>
    <message>
        <source>See it again (R)</source>
        <translation>Noch einmal ansehen (R)</translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation>Weiter (Leertaste)</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>Pause (Leertaste)</translation>
    </message>
    <message>
        <source>{} s back</source>
        <translation>{} s zurück</translation>
    </message>
    <message>
        <source>← {} s</source>
        <translation>← {} s</translation>
    </message>
    <message>
        <source>{} s →</source>
        <translation>{} s →</translation>
    </message>
    <message>
        <source>{} s on</source>
        <translation>{} s weiter</translation>
    </message>
    <message>
        <source>← → {} s</source>
        <translation>← → {} s</translation>
    </message>
    <message>
        <source>↑ ↓ speed</source>
        <translation>↑ ↓ Geschwindigkeit</translation>
    </message>
    <message>
        <source>Esc back</source>
        <translation>Esc zurück</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Stelle</translation>
    </message>
    <message>
        <source>Not yet begun</source>
        <translation>Noch nicht begonnen</translation>
    </message>
    <message>
        <source>Back to the replay</source>
        <translation>Zurück zur Wiedergabe</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>bracket: your usual at this pace: {} ms ({} to {}), {} sessions</source>
        <translation>Klammer: sonst bei diesem Tempo: {} ms ({} bis {}), {} Sitzungen</translation>
    </message>
    <message>
        <source>bracket: your usual at this pace: {} ms ({} to {})</source>
        <translation>Klammer: sonst bei diesem Tempo: {} ms ({} bis {})</translation>
    </message>
    <message>
        <source>{}   In steps from {} to {} per minute</source>
        <translation>{}   In Stufen von {} bis {} pro Minute</translation>
    </message>
    <message>
        <source>{}   Sliding from {} to {} per minute</source>
        <translation>{}   Gleitend von {} bis {} pro Minute</translation>
    </message>
    <message>
        <source>{}   Finer about {} per minute</source>
        <translation>{}   Feiner um {} pro Minute</translation>
    </message>
    <message>
        <source>{}   Breathe at {} per minute</source>
        <translation>{}   Mit {} pro Minute atmen</translation>
    </message>
    <message>
        <source>{} ± {}</source>
        <translation>{} ± {}</translation>
    </message>
    <message>
        <source>Your heart answers most at {} breaths a minute</source>
        <translation>Ihr Herz antwortet am meisten bei {} Atemzügen pro Minute</translation>
    </message>
    <message>
        <source>Known from one search: {} breaths a minute.</source>
        <translation>Aus einer Suche bekannt: {} Atemzüge pro Minute.</translation>
    </message>
    <message>
        <source>All your searches together: {} breaths a minute ({} of {} were clear).</source>
        <translation>Alle Ihre Suchen zusammen: {} Atemzüge pro Minute ({} von {} waren klar).</translation>
    </message>
    <message>
        <source>Your searches do not agree: on average {} breaths a minute.</source>
        <translation>Ihre Suchen stimmen nicht überein: im Mittel {} Atemzüge pro Minute.</translation>
    </message>
    <message>
        <source>Your resonance is about {} breaths a minute (95 % interval {} to {}): there the heart swings most, and in step with the breath ({} breaths).</source>
        <translation>Ihre Resonanz liegt bei etwa {} Atemzügen pro Minute (95-%-Bereich {} bis {}): dort schwingt das Herz am meisten und im Takt mit dem Atem ({} Atemzüge).</translation>
    </message>
    <message>
        <source>Resonance: not clear yet, somewhere from {} to {} breaths a minute.</source>
        <translation>Resonanz: noch nicht klar, irgendwo von {} bis {} Atemzügen pro Minute.</translation>
    </message>
    <message>
        <source>{} is kept.</source>
        <translation>{} ist aufgehoben.</translation>
    </message>
    <message>
        <source>{} is deleted.</source>
        <translation>{} ist gelöscht.</translation>
    </message>
    <message>
        <source>Delete {}</source>
        <translation>{} löschen</translation>
    </message>
    <message>
        <source>Remove {}</source>
        <translation>{} entfernen</translation>
    </message>
    <message>
        <source>{} s</source>
        <translation>{} s</translation>
    </message>
    <message>
        <source>Holds of {} s leave too little of a breath of {} s.</source>
        <translation>Wird der Atem {} s gehalten, bleibt von einem Atemzug von {} s zu wenig.</translation>
    </message>
    <message>
        <source>There may be {} at most.</source>
        <translation>Es dürfen höchstens {} sein.</translation>
    </message>
    <message>
        <source>Write up to {} characters in one line.</source>
        <translation>Schreiben Sie höchstens {} Zeichen in einer Zeile.</translation>
    </message>
    <message>
        <source>{} is no TOML ({}).</source>
        <translation>{} ist kein TOML ({}).</translation>
    </message>
    <message>
        <source>{} can't be read: {}.</source>
        <translation>{} ist nicht lesbar: {}.</translation>
    </message>
    <message>
        <source>{} can't be written: {}.</source>
        <translation>{} ist nicht zu schreiben: {}.</translation>
    </message>
    <message>
        <source>{} is damaged or no session ({}).</source>
        <translation>{} ist beschädigt oder keine Sitzung ({}).</translation>
    </message>
    <message>
        <source>{} is no session of this program.</source>
        <translation>{} ist keine Sitzung dieses Programms.</translation>
    </message>
    <message>
        <source>{} is a database of another program and no session of this program.</source>
        <translation>{} ist eine Datenbank eines anderen Programms und keine Sitzung dieses Programms.</translation>
    </message>
    <message>
        <source>{} has no readable header ({}).</source>
        <translation>{} hat keinen lesbaren Kopf ({}).</translation>
    </message>
    <message>
        <source>{} can't be read. The session holds a record of kind {} that this version can't read.</source>
        <translation>{} ist nicht zu lesen. Die Sitzung enthält einen Eintrag der Art {}, den diese Version nicht lesen kann.</translation>
    </message>
    <message>
        <source>Sessions that can't be read: {}</source>
        <translation>Sitzungen, die nicht zu lesen sind: {}</translation>
    </message>
    <message>
        <source>The recording {} was deleted or moved away while it was made, so it is lost or incomplete.</source>
        <translation>Die Aufzeichnung {} wurde gelöscht oder verschoben, während sie entstand; sie ist verloren oder unvollständig.</translation>
    </message>
    <message>
        <source>End this practice and begin a new one; leave the folder of the sessions as it is meanwhile.</source>
        <translation>Beenden Sie diese Übung und beginnen Sie eine neue; lassen Sie den Ordner der Sitzungen solange, wie er ist.</translation>
    </message>
    <message>
        <source>{}: resonance can't be read.</source>
        <translation>{}: resonance ist nicht lesbar.</translation>
    </message>
    <message>
        <source>{}: nothing is known of {}.</source>
        <translation>{}: {} ist hier unbekannt.</translation>
    </message>
    <message>
        <source>Known here: {}.</source>
        <translation>Bekannt ist hier: {}.</translation>
    </message>
    <message>
        <source>0 {}</source>
        <translation>0 {}</translation>
    </message>
    <message>
        <source>10 {}</source>
        <translation>10 {}</translation>
    </message>
    <message>
        <source>Your resonance</source>
        <translation>Ihre Resonanz</translation>
    </message>
    <message>
        <source>The search for your resonance</source>
        <translation>Die Suche nach Ihrer Resonanz</translation>
    </message>
    <message>
        <source>Searching for your resonance</source>
        <translation>Suche nach Ihrer Resonanz</translation>
    </message>
    <message>
        <source>The search is stopped</source>
        <translation>Die Suche ist beendet</translation>
    </message>
    <message>
        <source>Your resonance is not clear</source>
        <translation>Ihre Resonanz ist nicht klar</translation>
    </message>
    <message>
        <source>A search leads you through several rates and finds the one at which your heart swings most with your breath.</source>
        <translation>Eine Suche führt Sie durch mehrere Tempi und findet jenes, bei dem Ihr Herz am meisten mit dem Atem schwingt.</translation>
    </message>
    <message>
        <source>Sit still and breathe with the guide, gently; you may pause it, or stop it at any time.</source>
        <translation>Sitzen Sie still und atmen Sie sanft mit der Anleitung; Sie können sie jederzeit anhalten oder beenden.</translation>
    </message>
    <message>
        <source>It keeps your ratio of exhale to inhale.</source>
        <translation>Ihr Verhältnis von Aus- zu Einatmen bleibt.</translation>
    </message>
    <message>
        <source>Without a Polar strap's acceleration the result is most often not clear.</source>
        <translation>Ohne die Beschleunigung eines Polar-Gurts ist das Ergebnis meist nicht klar.</translation>
    </message>
    <message>
        <source>Nothing is lost when you stop: your session goes on, and after half of its rates or more the search still has a result.</source>
        <translation>Beim Beenden geht nichts verloren: Ihre Übung geht weiter, und nach der Hälfte der Tempi oder mehr hat die Suche dennoch ein Ergebnis.</translation>
    </message>
    <message>
        <source>It was stopped before half of its rates were breathed, which tells too little.</source>
        <translation>Sie wurde beendet, bevor die Hälfte der Tempi geatmet war; das sagt zu wenig.</translation>
    </message>
    <message>
        <source>Your session goes on.</source>
        <translation>Ihre Übung geht weiter.</translation>
    </message>
    <message>
        <source>Working out how your heart answered…</source>
        <translation>Es wird ausgewertet, wie Ihr Herz antwortete…</translation>
    </message>
    <message>
        <source>This result is not kept: only recorded sessions with a strap are.</source>
        <translation>Dieses Ergebnis wird nicht aufgehoben: nur das aufgezeichneter Übungen mit einem Gurt.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Stop the search</source>
        <translation>Die Suche beenden</translation>
    </message>
    <message>
        <source>Back to the practice (R)</source>
        <translation>Zurück zur Übung (R)</translation>
    </message>
    <message>
        <source>No search was clear yet.</source>
        <translation>Noch keine Suche war klar.</translation>
    </message>
    <message>
        <source>Search again on another day.</source>
        <translation>Suchen Sie an einem anderen Tag noch einmal.</translation>
    </message>
    <message>
        <source>Resonance: too few breaths could be judged.</source>
        <translation>Resonanz: zu wenige Atemzüge waren zu beurteilen.</translation>
    </message>
    <message>
        <source>Check the strap's contact and try again.</source>
        <translation>Prüfen Sie den Kontakt des Gurts und versuchen Sie es wieder.</translation>
    </message>
    <message>
        <source>Resonance: not clear.</source>
        <translation>Resonanz: nicht klar.</translation>
    </message>
    <message>
        <source>The heart answered all these rates about alike; breathe at the one that is most comfortable.</source>
        <translation>Das Herz antwortete auf alle diese Tempi etwa gleich; atmen Sie mit dem angenehmsten.</translation>
    </message>
    <message>
        <source>Try again another day, sitting still.</source>
        <translation>Versuchen Sie es an einem anderen Tag wieder, still sitzend.</translation>
    </message>
    <message>
        <source>The search sets the rate; R stops it</source>
        <translation>Die Suche bestimmt das Tempo; R beendet sie</translation>
    </message>
    <message>
        <source>R resonance</source>
        <translation>R Resonanz</translation>
    </message>
    <message>
        <source>R the search</source>
        <translation>R die Suche</translation>
    </message>
    <message>
        <source>↑ ↓ the rate, ← → how much longer out than in, by 0.1 each</source>
        <translation>↑ ↓ das Tempo, ← → wie viel länger aus als ein, um je 0,1</translation>
    </message>
    <message>
        <source>Hold after the inhale</source>
        <translation>Halten nach Einatmen</translation>
    </message>
    <message>
        <source>after the exhale</source>
        <translation>nach Ausatmen</translation>
    </message>
    <message>
        <source>Hold after the exhale</source>
        <translation>Halten nach dem Ausatmen</translation>
    </message>
    <message>
        <source>Keep it as</source>
        <translation>Aufheben als</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Aufheben</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Hold the breath for at most half of it, or breathe slower.</source>
        <translation>Halten Sie den Atem höchstens die Hälfte davon an, oder atmen Sie langsamer.</translation>
    </message>
    <message>
        <source>That can't be kept.</source>
        <translation>Das lässt sich nicht aufheben.</translation>
    </message>
    <message>
        <source>Write a name that is not empty.</source>
        <translation>Schreiben Sie einen Namen, der nicht leer ist.</translation>
    </message>
    <message>
        <source>Give each scale a name of its own.</source>
        <translation>Geben Sie jeder Skala einen eigenen Namen.</translation>
    </message>
    <message>
        <source>Scales of your own, up to {}</source>
        <translation>Eigene Skalen, bis zu {}</translation>
    </message>
    <message>
        <source>Another scale</source>
        <translation>Weitere Skala</translation>
    </message>
    <message>
        <source>0 means</source>
        <translation>0 heißt</translation>
    </message>
    <message>
        <source>10 means</source>
        <translation>10 heißt</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Mend it, or move it away.</source>
        <translation>Bringen Sie sie in Ordnung oder legen Sie sie weg.</translation>
    </message>
    <message>
        <source>Check its permissions.</source>
        <translation>Prüfen Sie ihre Rechte.</translation>
    </message>
</context>
</TS>
