/** Reads the topics and the consumers' lag, and updates the live state. */
@NullMarked
package io.rolestream.dashboard.feed;

import org.jspecify.annotations.NullMarked;
