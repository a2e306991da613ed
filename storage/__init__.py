"""Everything that touches a disk: files in and out, tables, migrations, queries."""
