# Files that polserve hands out -> one generated source file (searcher/serve/assets.h).
function(polsearch_embed_assets target)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/embedded_assets.cc)
  set(script ${PROJECT_SOURCE_DIR}/cmake/write_embedded_assets.cmake)
  add_custom_command(
    OUTPUT ${generated}
    COMMAND ${CMAKE_COMMAND} "-DASSETS=${ARGN}" -DOUTPUT=${generated} -P ${script}
    DEPENDS ${ARGN} ${script}
    VERBATIM)
  target_sources(${target} PRIVATE ${generated})
endfunction()
