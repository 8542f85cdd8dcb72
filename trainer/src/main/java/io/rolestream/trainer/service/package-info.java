/** The trainer as a service: accumulates, decides when to train, trains, publishes. */
@NullMarked
package io.rolestream.trainer.service;

import org.jspecify.annotations.NullMarked;
