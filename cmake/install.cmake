# CMake package "polsearch": targets polsearch::searcher and polsearch::indexer.
include(CMakePackageConfigHelpers)

set_target_properties(polsearch_analysis PROPERTIES EXPORT_NAME analysis)
set_target_properties(polsearch_indexer PROPERTIES EXPORT_NAME indexer)
set_target_properties(polsearch_searcher PROPERTIES EXPORT_NAME searcher)

install(TARGETS polsearch_analysis polsearch_indexer polsearch_searcher EXPORT polsearch-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
foreach(program polindex polsearch polserve)
  if(TARGET ${program})
    install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  endif()
endforeach()
foreach(room analysis indexer searcher)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${room}/include/polsearch DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
endforeach()

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/polsearch)
install(EXPORT polsearch-targets NAMESPACE polsearch:: DESTINATION ${package_folder})
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/polsearch-config.cmake.in ${PROJECT_BINARY_DIR}/polsearch-config.cmake INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/polsearch-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/polsearch-config.cmake ${PROJECT_BINARY_DIR}/polsearch-config-version.cmake
              ${PROJECT_SOURCE_DIR}/cmake/dependencies.cmake DESTINATION ${package_folder})
