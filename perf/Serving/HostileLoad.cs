using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace GpuFormer.Perf.Serving;

/// <summary>Clients that send what no client should, seeded, and how the server answers them.</summary>
internal sealed class HostileLoad(string url, byte[] image)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly Uri _url = new(url);

    /// <summary>How often each status was answered; "closed" where the server said nothing.</summary>
    public ConcurrentDictionary<string, int> Answers { get; } = new();

    /// <summary>Sends so many requests, several at a time.</summary>
    public Task RunAsync(int requests, int clients, CancellationToken cancellation = default) => Parallel.ForEachAsync(
        Enumerable.Range(0, requests), new ParallelOptions { MaxDegreeOfParallelism = clients, CancellationToken = cancellation },
        async (number, _) => Answers.AddOrUpdate(
            await SendAsync(Make(number), EndsEarly(number)), 1, (_, count) => count + 1));

    // What never becomes a whole request would only be waited for.
    private static bool EndsEarly(int number) => number % 12 is 2 or 3 or 10 or 11;

    private async Task<string> SendAsync(byte[] request, bool endsEarly)
    {
        using var socket = new TcpClient();
        using var time = new CancellationTokenSource(Patience);
        var answer = new byte[12];
        var length = 0;
        try
        {
            await socket.ConnectAsync(_url.Host, _url.Port, time.Token);
            var stream = socket.GetStream();
            await stream.WriteAsync(request, time.Token);
            if (endsEarly)
                socket.Client.Shutdown(SocketShutdown.Send);
            while (length < answer.Length && await stream.ReadAsync(answer.AsMemory(length), time.Token) is > 0 and var read)
                length += read;
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // The server has closed the connection; what it said before counts.
        }
        catch (OperationCanceledException)
        {
            return "no end";
        }

        return length == answer.Length ? Encoding.ASCII.GetString(answer, 9, 3) : "closed";
    }

    private byte[] Make(int number)
    {
        var random = new Random(number);
        return (number % 12) switch
        {
            0 => Post("/predict", new byte[random.Next(1, 60_000)]),
            1 => Post("/predict", Mutated(random)),
            2 => Post("/predict", image[..random.Next(1, image.Length / 2)], announced: 10 * image.Length),
            3 => Post("/predict", [], announced: 20_000_000),
            4 => Post("/v2/models/model/infer", Encoding.ASCII.GetBytes(new string('[', random.Next(1, 50_000)))),
            5 => Post("/v2/models/model/infer", Encoding.ASCII.GetBytes("{\"inputs\":[{\"name\":\"input\",\"datatype\":\"INT64\","
                + $"\"shape\":[{random.NextInt64()},3,1,1],\"data\":[1]}}]}}")),
            6 => Post("/v2/models/model/infer", Noise(random)),
            7 => Post($"/v2/models/{Uri.EscapeDataString("../../etc/passwd")}/infer", "{}"u8.ToArray()),
            8 => Encoding.ASCII.GetBytes($"GET /../../etc/passwd{number} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"),
            9 => Post("/predict", "P6 5001 5000 255 "u8.ToArray()),
            10 => Noise(random),
            _ => Encoding.ASCII.GetBytes($"POST /predict HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n{number:x}g\r\n"),
        };
    }

    private byte[] Mutated(Random random)
    {
        var bytes = (byte[])image.Clone();
        for (var i = 0; i < 8; i++)
            bytes[random.Next(8)] = (byte)random.Next(256);
        return bytes;
    }

    private static byte[] Noise(Random random)
    {
        var bytes = new byte[random.Next(1, 4000)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Post(string path, byte[] body, long? announced = null) =>
    [
        .. Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            + $"Content-Length: {announced ?? body.Length}\r\n\r\n"),
        .. body,
    ];
}
