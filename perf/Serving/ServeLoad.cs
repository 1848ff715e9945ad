using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace GpuFormer.Perf.Serving;

/// <summary>Many clients of one server, each with one request at a time, and whether their answers are right.</summary>
internal sealed class ServeLoad(string url, IReadOnlyList<(byte[] File, Prediction Expected)> images)
{
    // A batch adds the numbers of a sum in the order of one image; what a device makes of it may differ in the last bits.
    private const double Tolerance = 1e-3;

    private int _wrong;
    private int _refused;

    /// <summary>Answers that were not those of the image alone.</summary>
    public int Wrong => _wrong;

    /// <summary>Answers of 429, after which the client came again.</summary>
    public int Refused => _refused;

    /// <summary>Sends requests and returns the times of those that were answered, the shortest first.</summary>
    public async Task<TimeSpan[]> RunAsync(int clients, int requestsOfEach)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = clients })
        {
            BaseAddress = new Uri(url),
        };
        var times = await Task.WhenAll(Enumerable.Range(0, clients).Select(number => Task.Run(async () =>
        {
            var taken = new List<TimeSpan>(requestsOfEach);
            for (var i = 0; i < requestsOfEach; i++)
                taken.Add(await SendAsync(client, images[(number + (7 * i)) % images.Count]));
            return taken;
        })));
        return [.. times.SelectMany(time => time).Order()];
    }

    private async Task<TimeSpan> SendAsync(HttpClient client, (byte[] File, Prediction Expected) image)
    {
        while (true)
        {
            var begin = Stopwatch.GetTimestamp();
            using var answer = await client.PostAsync("/predict?topk=1", new ByteArrayContent(image.File));
            var text = await answer.Content.ReadAsStringAsync();
            var time = Stopwatch.GetElapsedTime(begin);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Interlocked.Increment(ref _refused);
                await Task.Delay(TimeSpan.FromMilliseconds(20));
                continue;
            }

            if (!IsRight(answer.StatusCode, text, image.Expected))
                Interlocked.Increment(ref _wrong);
            return time;
        }
    }

    private static bool IsRight(HttpStatusCode status, string text, Prediction expected)
    {
        if (status != HttpStatusCode.OK)
            return false;
        var best = JsonDocument.Parse(text).RootElement.GetProperty("predictions")[0];
        return best.GetProperty("class").GetInt32() == expected.ClassIndex
            && Math.Abs(best.GetProperty("probability").GetDouble() - expected.Probability) < Tolerance;
    }
}
