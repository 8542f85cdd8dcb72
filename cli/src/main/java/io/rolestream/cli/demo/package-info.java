/** What {@code rolestream demo} shows: labels as they come, a trainer at work, people who answer, and how right it all is. */
@NullMarked
package io.rolestream.cli.demo;

import org.jspecify.annotations.NullMarked;
