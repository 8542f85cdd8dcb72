/** Reports on files of roles and rules, and on what a change of them does to the texts of a file. */
@NullMarked
package io.rolestream.files.roles;

import org.jspecify.annotations.NullMarked;
