/**
 * Random faults against three brokers, a registry and the services, all in processes of their own, and an independent
 * checker of what came out. {@code mvn verify -Pchaos} runs the campaign.
 */
@NullMarked
package io.rolestream.system.chaos;

import org.jspecify.annotations.NullMarked;
