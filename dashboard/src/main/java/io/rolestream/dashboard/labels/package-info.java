/** The labels that the dashboard has seen, and all that is known of one. */
@NullMarked
package io.rolestream.dashboard.labels;

import org.jspecify.annotations.NullMarked;
