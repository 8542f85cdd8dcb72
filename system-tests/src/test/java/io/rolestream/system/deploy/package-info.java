/** What deploys Rolestream: the distribution, the image, the Compose files and the Helm chart. */
@NullMarked
package io.rolestream.system.deploy;

import org.jspecify.annotations.NullMarked;
