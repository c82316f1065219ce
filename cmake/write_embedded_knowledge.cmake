# Run as a script: writes OUTPUT from the files in TABLES (see analysis/embedded_knowledge.h).
set(source "// Generated from corpus/knowledge/*.tsv: do not edit.\n#include \"analysis/embedded_knowledge.h\"\n\nnamespace polsearch {\n\nconst std::vector<EmbeddedTable>& embedded_tables() {\n  static const std::vector<EmbeddedTable> tables = {\n")
file(WRITE ${OUTPUT}.tmp "${source}")
foreach(table IN LISTS TABLES)
  get_filename_component(name ${table} NAME_WE)
  # Hexadecimal keeps every byte (cmake's own lists would eat ; and [ ]).
  file(READ ${table} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" escaped "${hex}")
  file(SIZE ${table} bytes)
  file(APPEND ${OUTPUT}.tmp "      {\"${name}\", std::string_view(\"${escaped}\", ${bytes})},\n")
endforeach()
file(APPEND ${OUTPUT}.tmp "  };\n  return tables;\n}\n\n}  // namespace polsearch\n")
file(RENAME ${OUTPUT}.tmp ${OUTPUT})
