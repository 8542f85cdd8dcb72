/** What every service shares: its life cycle, signals and exit codes, what supervisors ask of it, and the status that it reports. */
@NullMarked
package io.rolestream.common.service;

import org.jspecify.annotations.NullMarked;
