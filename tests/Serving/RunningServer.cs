using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using GpuFormer.Serving;
using GpuFormer.Serving.Predictors;
using GpuFormer.Tests.Style;

namespace GpuFormer.Tests.Serving;

/// <summary>A server in this process, at a free port, and a client of it.</summary>
public sealed class RunningServer : IDisposable
{
    public const string Model = "digits";

    private readonly ModelServer _server;

    /// <summary>Serves the digits of the repository.</summary>
    public RunningServer()
        : this(new ServerOptions(), new ServedModel(Model, new ClassPredictor(LoadDigits()), null))
    {
    }

    internal RunningServer(ServerOptions options, params ServedModel[] models)
    {
        _server = new ModelServer(models, options with
        {
            Urls = ["http://127.0.0.1:0"],
            Warn = line => { lock (Warnings) Warnings.Add(line); },
        });
        _server.StartAsync().GetAwaiter().GetResult();
        Client = new HttpClient { BaseAddress = new Uri(_server.Urls[0]) };
    }

    public static string Weights { get; } =
        Path.Combine(Repository.Root, "data/weights/mobile_former_26m-mnist.safetensors");

    /// <summary>What the server said of its own faults.</summary>
    public List<string> Warnings { get; } = [];

    public HttpClient Client { get; }

    internal ModelServer Server => _server;

    public static Classifier LoadDigits() => Classifier.Load(Weights, new ClassifierOptions { Device = "cpu" });

    /// <summary>A handwritten digit as a PNG file.</summary>
    public static byte[] Digit(int digit) =>
        File.ReadAllBytes(Path.Combine(Repository.Root, "data/digits", $"{digit}.png"));

    /// <summary>Sends a request and reads the JSON of its answer.</summary>
    public async Task<(int Status, JsonElement Json)> SendAsync(HttpMethod method, string path, HttpContent? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        using var answer = await Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, JsonDocument.Parse(text).RootElement.Clone());
    }

    /// <summary>Sends bytes as they are, then perhaps no more, and returns the first line and the rest of the answer.
    /// </summary>
    public async Task<string> SendRawAsync(byte[] bytes, bool ends = false)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", Client.BaseAddress!.Port);
        var stream = socket.GetStream();
        var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(bytes);
            if (ends)
                socket.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(answer);
        }
        // The server may answer before it has read all, and close: what it said until then counts.
        catch (IOException)
        {
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }

    public void Dispose()
    {
        Client.Dispose();
        _server.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
