/** What is wrong or doubtful in files of roles and rules, and what a change of them does. */
@NullMarked
package io.rolestream.rules.check;

import org.jspecify.annotations.NullMarked;
