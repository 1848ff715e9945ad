using System.Diagnostics;
using System.Net.Sockets;
using GpuFormer.Kernels.Launch;
using GpuFormer.Serving;
using Xunit;

namespace GpuFormer.Tests.Serving;

/// <summary>A server that is full, loses its device, is asked to stop, or is asked how it is.</summary>
public sealed class ServerStateTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Requests_beyond_the_queue_are_answered_with_429_and_when_to_come_again()
    {
        var gate = new TaskCompletionSource();
        var predictor = new FakePredictor { Gate = gate.Task };
        using var server = new RunningServer(new ServerOptions { QueueLimit = 3 }, new ServedModel("m", predictor, null));
        var waiting = Enumerable.Range(0, 3).Select(_ => PredictAsync(server)).ToList();
        await UntilAsync(() => Task.FromResult(predictor.Calls == 3));
        using var refused = await server.Client.PostAsync("/predict", new ByteArrayContent(RunningServer.Digit(1)));
        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Equal("1", refused.Headers.GetValues("Retry-After").Single());
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, "/v2/health/ready")).Status);
        gate.SetResult();
        foreach (var request in waiting)
            Assert.Equal(200, await request);
        Assert.Equal(200, await PredictAsync(server));
    }

    [Fact]
    public async Task Uploads_that_would_take_too_much_memory_are_answered_with_429()
    {
        using var server = new RunningServer(
            new ServerOptions { UploadBytes = 40_000 }, new ServedModel("m", new FakePredictor(), null));
        Assert.Equal(429, (await server.SendAsync(HttpMethod.Post, "/predict", new ByteArrayContent(new byte[60_000]))).Status);
        Assert.Equal(200, await PredictAsync(server));
    }

    [Fact]
    public async Task A_lost_device_turns_ready_to_503_and_ends_the_server()
    {
        var predictor = new FakePredictor();
        using var server = new RunningServer(new ServerOptions(), new ServedModel("m", predictor, null));
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, "/v2/health/ready")).Status);
        var end = server.Server.WaitAsync();
        var begin = Stopwatch.GetTimestamp();
        predictor.Lose();
        Assert.Equal(503, (await server.SendAsync(HttpMethod.Get, "/v2/health/ready")).Status);
        Assert.True(Stopwatch.GetElapsedTime(begin) < TimeSpan.FromSeconds(1), "It took more than a second to be said.");
        // Nobody calls the network: the server looks by itself.
        await Assert.ThrowsAsync<DeviceLostException>(() => end.WaitAsync(Patience));
        foreach (var path in new[] { "/v2/health/ready", "/v2/models/m/ready" })
        {
            var (status, json) = await server.SendAsync(HttpMethod.Get, path);
            Assert.Equal(503, status);
            Assert.False(json.GetProperty("ready").GetBoolean());
        }

        Assert.Equal(503, await PredictAsync(server));
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, "/v2/health/live")).Status);
    }

    [Fact]
    public async Task With_a_fallback_the_server_goes_on_and_the_lost_device_is_released()
    {
        var (lost, replacement) = (new FakePredictor(), new FakePredictor { Label = "replacement" });
        using var server = new RunningServer(new ServerOptions(), new ServedModel("m", lost, () => replacement));
        lost.Lose();
        Assert.Equal(503, await PredictAsync(server));
        await UntilAsync(async () => (await server.SendAsync(HttpMethod.Get, "/v2/health/ready")).Status == 200);
        var (_, json) = await server.SendAsync(HttpMethod.Post, "/predict", new ByteArrayContent(RunningServer.Digit(1)));
        Assert.Equal("replacement", json.GetProperty("predictions")[0].GetProperty("label").GetString());
        await UntilAsync(() => Task.FromResult(lost.IsDisposed));
    }

    [Fact]
    public async Task Requests_under_way_are_answered_before_the_server_ends()
    {
        var gate = new TaskCompletionSource();
        var server = new RunningServer(new ServerOptions(), new ServedModel("m", new FakePredictor { Gate = gate.Task }, null));
        var request = PredictAsync(server);
        await UntilAsync(async () => await MetricAsync(server, "gpuformer_server_active_requests ") >= 2);
        var end = server.Server.DisposeAsync().AsTask();
        gate.SetResult();
        Assert.Equal(200, await request);
        await end;
        server.Dispose();
    }

    [Fact]
    public async Task Metrics_count_by_route_and_status_and_not_by_what_clients_make_up()
    {
        using var server = new RunningServer(new ServerOptions(), new ServedModel("m", new FakePredictor(), null));
        Assert.Equal(200, await PredictAsync(server));
        Assert.Equal(400, (await server.SendAsync(HttpMethod.Post, "/predict", new ByteArrayContent([1]))).Status);
        for (var i = 0; i < 5; i++)
            Assert.Equal(404, (await server.SendAsync(HttpMethod.Get, $"/made-up-{i}")).Status);
        Assert.Equal(1, await MetricAsync(server, "gpuformer_server_requests_total{route=\"/predict\",status=\"200\"} "));
        Assert.Equal(1, await MetricAsync(server, "gpuformer_server_requests_total{route=\"/predict\",status=\"400\"} "));
        Assert.Equal(5, await MetricAsync(server, "gpuformer_server_requests_total{route=\"other\",status=\"404\"} "));
        Assert.Equal(1, await MetricAsync(server, "gpuformer_server_images_total{model=\"m\"} "));
        Assert.Equal(2, await MetricAsync(server, "gpuformer_server_request_duration_seconds_count{route=\"/predict\"} "));
        Assert.Equal(2, await MetricAsync(
            server, "gpuformer_server_request_duration_seconds_bucket{route=\"/predict\",le=\"+Inf\"} "));
    }

    [Fact]
    public async Task Fifty_clients_get_their_own_answers()
    {
        const int clients = 50;
        const int images = 8;
        using var server = new RunningServer();
        var wrong = 0;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async client =>
        {
            for (var i = 0; i < images; i++)
            {
                var digit = (client + i) % 10;
                var (status, json) = await server.SendAsync(
                    HttpMethod.Post, "/predict?topk=1", new ByteArrayContent(RunningServer.Digit(digit)));
                if (status != 200 || json.GetProperty("predictions")[0].GetProperty("label").GetString() != $"{digit}")
                    Interlocked.Increment(ref wrong);
            }
        }));
        Assert.Equal(0, wrong);
        Assert.Empty(server.Warnings);
    }

    [Fact]
    public async Task Connections_beyond_the_limit_are_closed_and_others_go_on()
    {
        using var server = new RunningServer(
            new ServerOptions { Connections = 4 }, new ServedModel("m", new FakePredictor(), null));
        Assert.Equal(200, await PredictAsync(server));
        var idle = new List<TcpClient>();
        for (var i = 0; i < 8; i++)
        {
            idle.Add(new TcpClient());
            await idle[^1].ConnectAsync("127.0.0.1", server.Client.BaseAddress!.Port);
        }

        var closed = 0;
        foreach (var client in idle.Skip(4))
            closed += await client.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(Patience) == 0 ? 1 : 0;
        Assert.Equal(4, closed);
        Assert.Equal(200, await PredictAsync(server));
        idle.ForEach(client => client.Dispose());
    }

    private static async Task<int> PredictAsync(RunningServer server) => (await server.SendAsync(
        HttpMethod.Post, "/predict", new ByteArrayContent(RunningServer.Digit(1)))).Status;

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var end = DateTime.UtcNow + Patience;
        while (!await holds())
        {
            Assert.True(DateTime.UtcNow < end, $"It did not come to hold within {Patience.TotalSeconds} s.");
            await Task.Delay(10);
        }
    }

    private static async Task<double> MetricAsync(RunningServer server, string line)
    {
        using var answer = await server.Client.GetAsync("/metrics");
        Assert.StartsWith("text/plain; version=0.0.4", answer.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
        var text = await answer.Content.ReadAsStringAsync();
        return text.Split('\n').FirstOrDefault(one => one.StartsWith(line, StringComparison.Ordinal)) is { } found
            ? double.Parse(found[line.Length..], System.Globalization.CultureInfo.InvariantCulture) : 0;
    }
}
