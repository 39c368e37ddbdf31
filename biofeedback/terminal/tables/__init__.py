"""The tables that commands print: sessions, history, reports, straps and programmes."""
