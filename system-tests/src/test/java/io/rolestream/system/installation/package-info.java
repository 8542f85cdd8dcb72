/** A broker and services in processes of their own, and the resumes that flow through them. */
@NullMarked
package io.rolestream.system.installation;

import org.jspecify.annotations.NullMarked;
