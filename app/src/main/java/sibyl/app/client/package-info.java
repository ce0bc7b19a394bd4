/**
 * A client of the public API, as a bot would write it: JSON over HTTP with the JDK's own client.
 * {@link sibyl.app.client.ApiClient} is the connection, {@link sibyl.app.client.Caller} one party
 * that is signed in on it, {@link sibyl.app.client.Answer} what came back. Knows nothing of what is
 * behind the URL; the demo and the system tests act through it and through nothing else.
 */
@NullMarked
package sibyl.app.client;

import org.jspecify.annotations.NullMarked;
