using System.IO.Compression;
using System.Text;
using GpuFormer.Serving;
using Xunit;

namespace GpuFormer.Tests.Serving;

/// <summary>What comes from outside gets an answer of 4xx or 503, and none of it is a fault of the server.</summary>
public sealed class HostileRequestTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Host = "Host: 127.0.0.1\r\n";

    /// <summary>Requests as bytes of a connection, by what is wrong with them.</summary>
    public static TheoryData<string, string> Requests => new()
    {
        { "no protocol", "hello\r\n\r\n" },
        { "no host", "GET /v2 HTTP/1.1\r\n\r\n" },
        { "another host", "GET /v2 HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n" },
        { "two lengths", $"POST /predict HTTP/1.1\r\n{Host}Content-Length: 1\r\nContent-Length: 2\r\n\r\na" },
        { "length and chunks", $"POST /predict HTTP/1.1\r\n{Host}Content-Length: 4\r\nTransfer-Encoding: x\r\n\r\nabcd" },
        { "a negative length", $"POST /predict HTTP/1.1\r\n{Host}Content-Length: -1\r\n\r\n" },
        { "a length beyond the limit", $"POST /predict HTTP/1.1\r\n{Host}Content-Length: 99999999999\r\nConnection: close\r\n\r\n" },
        { "chunks that are none", $"POST /predict HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nxyz\r\n" },
        { "a chunk of a huge size", $"POST /predict HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nffffffffffffffff\r\n" },
        { "a header of 100 KB", $"GET /v2 HTTP/1.1\r\n{Host}X: {new string('x', 100_000)}\r\n\r\n" },
        { "a path of 20 KB", $"GET /{new string('x', 20_000)} HTTP/1.1\r\n{Host}\r\n" },
        { "a path out of the folder", $"GET /../../../etc/passwd HTTP/1.1\r\n{Host}Connection: close\r\n\r\n" },
        { "an escaped path out of the folder", $"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n{Host}Connection: close\r\n\r\n" },
        { "a zero byte in a path", $"GET /v2/models/a%00b HTTP/1.1\r\n{Host}Connection: close\r\n\r\n" },
        { "a path that is no UTF-8", $"GET /v2/models/%ff%fe HTTP/1.1\r\n{Host}Connection: close\r\n\r\n" },
        { "another method", $"TRACE /v2 HTTP/1.1\r\n{Host}Connection: close\r\n\r\n" },
        { "a proxy's request", $"GET http://example.org/ HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_connection_gets_a_refusal(string what, string request)
    {
        var answer = await server.SendRawAsync(Encoding.Latin1.GetBytes(request));
        Assert.True(answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), $"{what}: {answer}");
        await CheckHealthAsync();
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_answered_with_413_however_it_is_sent()
    {
        var large = new byte[10_000_001];
        using var request = new HttpRequestMessage(HttpMethod.Post, "/predict") { Content = new ByteArrayContent(large) };
        request.Headers.ExpectContinue = true;
        using var answer = await server.Client.SendAsync(request);
        Assert.Equal(413, (int)answer.StatusCode);
        Assert.Contains("10000000 bytes", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var chunk = Encoding.Latin1.GetBytes(
            $"POST /predict HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n{large.Length:x}\r\n");
        Assert.StartsWith("HTTP/1.1 413", await server.SendRawAsync([.. chunk, .. large]), StringComparison.Ordinal);
        await CheckHealthAsync();
    }

    [Fact]
    public async Task A_body_that_ends_early_and_a_client_that_goes_away_leave_nothing()
    {
        var begin = Encoding.Latin1.GetBytes($"POST /predict HTTP/1.1\r\n{Host}Content-Length: 1000\r\n\r\nabc");
        // The client has said that it sends no more, so the server may answer with a refusal or close.
        var answer = await server.SendRawAsync(begin, ends: true);
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), answer);
        using (var gone = new System.Net.Sockets.TcpClient())
        {
            await gone.ConnectAsync("127.0.0.1", server.Client.BaseAddress!.Port);
            await gone.GetStream().WriteAsync(begin);
            gone.Client.Close(0);
        }

        await CheckHealthAsync();
    }

    [Theory]
    [InlineData("[", 100_000)]
    [InlineData("{\"a\":", 100_000)]
    [InlineData("{\"inputs\":[", 10_000)]
    public async Task Json_of_any_depth_is_refused(string open, int depth)
    {
        var (status, _) = await server.SendAsync(HttpMethod.Post, "/v2/models/digits/infer",
            new StringContent(new StringBuilder().Insert(0, open, depth).ToString()));
        Assert.Equal(400, status);
    }

    [Fact]
    public async Task Fields_without_number_are_refused()
    {
        var fields = string.Join(',', Enumerable.Range(0, 200_000).Select(i => $"\"f{i}\":0"));
        var (status, _) = await server.SendAsync(
            HttpMethod.Post, "/v2/models/digits/infer", new StringContent($"{{{fields}}}"));
        Assert.Equal(400, status);
    }

    [Theory]
    [InlineData("GIF89a")]
    [InlineData("<svg onload='alert(1)'/>")]
    [InlineData("\u0000\u0001\u0002")]
    [InlineData("P6 99999999 99999999 255 ")]
    public async Task What_is_no_image_of_ours_is_refused(string file)
    {
        var (status, json) = await server.SendAsync(
            HttpMethod.Post, "/predict", new ByteArrayContent(Encoding.Latin1.GetBytes(file)));
        Assert.Equal(400, status);
        Assert.DoesNotContain("Exception", json.GetProperty("error").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_of_more_than_25_megapixels_is_refused_from_its_header()
    {
        // 602 KB in full, of which the header alone is needed: 14,000 x 14,000 pixels of one colour.
        var bomb = Png(14_000, 14_000);
        var (status, json) = await server.SendAsync(HttpMethod.Post, "/predict", new ByteArrayContent(bomb));
        Assert.Equal(400, status);
        Assert.Contains("25000000", json.GetProperty("error").GetString()!, StringComparison.Ordinal);
        // Every byte of an image cut off is an image that ends early: answered, and the server goes on.
        var whole = RunningServer.Digit(8);
        for (var length = 0; length < whole.Length; length += 7)
        {
            using var cut = await server.Client.PostAsync("/predict", new ByteArrayContent(whole[..length]));
            Assert.InRange((int)cut.StatusCode, 200, 499);
        }

        await CheckHealthAsync();
    }

    [Fact]
    public async Task Pages_of_other_sites_are_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/predict") { Content = new ByteArrayContent([1]) };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        request.Headers.Add("Sec-Fetch-Mode", "no-cors");
        using var answer = await server.Client.SendAsync(request);
        Assert.Equal(403, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_slow_body_ends_with_408_and_a_slow_network_with_503()
    {
        var options = new ServerOptions { RequestTime = TimeSpan.FromMilliseconds(300) };
        var endless = new TaskCompletionSource();
        using var slow = new RunningServer(options, new ServedModel("m", new FakePredictor { Gate = endless.Task }, null));
        var answer = await slow.SendRawAsync(Encoding.Latin1.GetBytes(
            $"POST /predict HTTP/1.1\r\n{Host}Content-Length: 1000\r\nConnection: close\r\n\r\nabc"));
        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        var (status, json) = await slow.SendAsync(HttpMethod.Post, "/predict", new ByteArrayContent(RunningServer.Digit(1)));
        Assert.Equal(503, status);
        Assert.Contains("longer than", json.GetProperty("error").GetString()!, StringComparison.Ordinal);
    }

    private async Task CheckHealthAsync()
    {
        var (status, json) = await server.SendAsync(HttpMethod.Post, "/predict", new ByteArrayContent(RunningServer.Digit(6)));
        Assert.Equal(200, status);
        Assert.Equal("6", json.GetProperty("predictions")[0].GetProperty("label").GetString());
        Assert.Empty(server.Warnings);
    }

    // A whole PNG, black, of one bit a pixel.
    private static byte[] Png(int width, int height)
    {
        using var rows = new MemoryStream();
        using (var zlib = new ZLibStream(rows, CompressionLevel.Fastest))
        {
            var row = new byte[1 + ((width + 7) / 8)];
            for (var y = 0; y < height; y++)
                zlib.Write(row);
        }

        using var file = new MemoryStream();
        file.Write([0x89, .. "PNG\r\n\u001a\n"u8]);
        Chunk(file, "IHDR", [.. BigEndian(width), .. BigEndian(height), 1, 0, 0, 0, 0]);
        Chunk(file, "IDAT", rows.ToArray());
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static void Chunk(MemoryStream file, string name, byte[] bytes)
    {
        file.Write(BigEndian(bytes.Length));
        byte[] counted = [.. Encoding.ASCII.GetBytes(name), .. bytes];
        file.Write(counted);
        var crc = 0xFFFFFFFFu;
        foreach (var value in counted)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1)));
        }

        file.Write(BigEndian((int)~crc));
    }

    private static byte[] BigEndian(int value) =>
        [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
