# Warnings are errors in our own presets only (POLSEARCH_WERROR), never for someone who packages this.
option(POLSEARCH_WERROR "Treat warnings as errors" OFF)
add_library(polsearch_warnings INTERFACE)
target_compile_options(polsearch_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual -Wnull-dereference -Wimplicit-fallthrough
  $<$<BOOL:${POLSEARCH_WERROR}>:-Werror>)
target_compile_definitions(polsearch_warnings INTERFACE $<$<CONFIG:Release>:_FORTIFY_SOURCE=2>)
target_compile_options(polsearch_warnings INTERFACE -fstack-protector-strong)
