"""What commands print as tables: sessions, history, reports, straps and programmes."""
