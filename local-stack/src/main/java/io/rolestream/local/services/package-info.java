/** The definitions of all settings, and the services that settings describe. */
@NullMarked
package io.rolestream.local.services;

import org.jspecify.annotations.NullMarked;
