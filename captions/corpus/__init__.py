"""Reading corpora: files of many articles, a row or a record each."""
