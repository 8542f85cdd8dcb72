/** Life cycle of services: health, readiness, stop signals, failures. */
@NullMarked
package io.rolestream.common.service;

import org.jspecify.annotations.NullMarked;
