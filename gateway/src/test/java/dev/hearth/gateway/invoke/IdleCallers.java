package dev.hearth.gateway.invoke;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that holds idle connections, so that both ends do not share one limit of open files. */
final class IdleCallers {
    private IdleCallers() {}

    static Process start(int port, int connections) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        IdleCallers.class.getName(),
                        Integer.toString(port),
                        Integer.toString(connections))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Opens the connections and keeps them until its input ends. */
    public static void main(String[] args) throws IOException {
        List<Socket> open = new ArrayList<>();
        for (int i = Integer.parseInt(args[1]); i > 0; i--) {
            open.add(new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])));
        }
        System.in.read();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
