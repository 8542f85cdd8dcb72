/**
 * What holds for the repository as a whole: the order of modules, the size of files, and that its documents are true.
 */
@NullMarked
package io.rolestream.system.repository;

import org.jspecify.annotations.NullMarked;
