/** Settings of the dashboard. */
@NullMarked
package io.rolestream.dashboard.config;

import org.jspecify.annotations.NullMarked;
