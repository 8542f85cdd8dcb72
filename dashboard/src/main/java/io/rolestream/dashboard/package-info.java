/** The built-in dashboard: what the labelling service does at the moment, in a browser. */
@NullMarked
package io.rolestream.dashboard;

import org.jspecify.annotations.NullMarked;
