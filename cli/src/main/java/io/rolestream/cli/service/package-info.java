/** Commands that run a part of Rolestream until they are stopped. */
@NullMarked
package io.rolestream.cli.service;

import org.jspecify.annotations.NullMarked;
