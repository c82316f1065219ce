# corpus/knowledge/*.tsv -> one generated source file, so that the programs carry their tables.
set(POLSEARCH_KNOWLEDGE_DIR ${PROJECT_SOURCE_DIR}/corpus/knowledge)

function(polsearch_embed_knowledge target)
  file(GLOB tables CONFIGURE_DEPENDS ${POLSEARCH_KNOWLEDGE_DIR}/*.tsv)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/embedded_knowledge.cc)
  add_custom_command(
    OUTPUT ${generated}
    COMMAND ${CMAKE_COMMAND} "-DTABLES=${tables}" -DOUTPUT=${generated} -P ${PROJECT_SOURCE_DIR}/cmake/write_embedded_knowledge.cmake
    DEPENDS ${tables} ${PROJECT_SOURCE_DIR}/cmake/write_embedded_knowledge.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${generated})
endfunction()
