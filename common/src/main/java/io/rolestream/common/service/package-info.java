/** What supervisors ask a service: whether it lives, and whether it is ready. */
@NullMarked
package io.rolestream.common.service;

import org.jspecify.annotations.NullMarked;
