/** Reads the topics and asks the cluster, and tells the live state what it finds. */
@NullMarked
package io.rolestream.dashboard.feed;

import org.jspecify.annotations.NullMarked;
