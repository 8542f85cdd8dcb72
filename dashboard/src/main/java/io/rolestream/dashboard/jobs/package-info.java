/** What people ask about jobs and recommendations, and what they answer. */
@NullMarked
package io.rolestream.dashboard.jobs;

import org.jspecify.annotations.NullMarked;
