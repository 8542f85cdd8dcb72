/** The labels that the page lists, and how many of them people found right. */
@NullMarked
package io.rolestream.dashboard.labels;

import org.jspecify.annotations.NullMarked;
