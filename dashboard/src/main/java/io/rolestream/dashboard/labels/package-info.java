/**
 * The labels that the dashboard has seen: which the page lists, all that is known of one, and how many people found
 * right.
 */
@NullMarked
package io.rolestream.dashboard.labels;

import org.jspecify.annotations.NullMarked;
