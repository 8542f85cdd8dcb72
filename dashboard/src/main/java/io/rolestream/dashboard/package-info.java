/** The built-in dashboard: shows the labelling service live in a browser. */
@NullMarked
package io.rolestream.dashboard;

import org.jspecify.annotations.NullMarked;
