/** Three brokers and a registry that clients reach through proxies that can misbehave. */
@NullMarked
package io.rolestream.system.chaos.cluster;

import org.jspecify.annotations.NullMarked;
