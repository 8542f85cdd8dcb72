/** What people see of processes on slow machines, or with settings that do not fit together. */
@NullMarked
package io.rolestream.cli.process;

import org.jspecify.annotations.NullMarked;
