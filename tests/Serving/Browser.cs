using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using GpuFormer.Tests.Cli;

namespace GpuFormer.Tests.Serving;

/// <summary>Chromium without a window, driven by its DevTools protocol over a WebSocket.</summary>
internal sealed class Browser : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _profile = new();
    private readonly Process _process;
    private readonly ClientWebSocket _socket = new();
    private int _calls;

    private Browser(string program)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardError = true,
            ArgumentList =
            {
                // Its sandbox is not to be had as root in a container; the only page it opens is ours.
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--remote-debugging-port=0",
                $"--user-data-dir={_profile.Path}", "about:blank",
            },
        };
        _process = Process.Start(start)!;
    }

    /// <summary>What the page wrote to the browser's console: errors, and what its policy refused.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>The addresses that pages asked for.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Where Chromium lies, or null.</summary>
    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }
            .Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    public static async Task<Browser> StartAsync()
    {
        var browser = new Browser(Find()!);
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{await browser.PortAsync()}") };
            var tabs = JsonNode.Parse(await client.GetStringAsync("/json"))!.AsArray();
            var tab = tabs.First(one => (string)one!["type"]! == "page")!;
            await browser._socket.ConnectAsync(new Uri((string)tab["webSocketDebuggerUrl"]!), default);
            foreach (var domain in new[] { "Page", "DOM", "Runtime", "Log", "Network" })
                await browser.CallAsync($"{domain}.enable");
            return browser;
        }
        catch
        {
            browser.Dispose();
            throw;
        }
    }

    /// <summary>Opens a page in a window of some size, light or dark.</summary>
    public async Task OpenAsync(string url, int width, int height, bool isDark = false)
    {
        await CallAsync("Emulation.setDeviceMetricsOverride", new JsonObject
        {
            ["width"] = width,
            ["height"] = height,
            ["deviceScaleFactor"] = 1,
            ["mobile"] = width < 500,
        });
        await CallAsync("Emulation.setEmulatedMedia", new JsonObject
        {
            ["features"] = new JsonArray(
                new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = isDark ? "dark" : "light" },
                new JsonObject { ["name"] = "prefers-reduced-motion", ["value"] = "reduce" }),
        });
        await CallAsync("Page.navigate", new JsonObject { ["url"] = url });
        await WaitAsync("document.readyState === 'complete' && document.getElementById('state')?.dataset.state === 'ready'");
    }

    /// <summary>Runs a script in the page and returns its value.</summary>
    public async Task<JsonNode?> EvaluateAsync(string script)
    {
        var result = await CallAsync("Runtime.evaluate", new JsonObject
        {
            ["expression"] = script,
            ["awaitPromise"] = true,
            ["returnByValue"] = true,
        });
        return result["exceptionDetails"] is { } fault
            ? throw new InvalidOperationException(fault.ToJsonString()) : result["result"]!["value"]?.DeepClone();
    }

    /// <summary>Waits until a script is true.</summary>
    public async Task WaitAsync(string script)
    {
        var watch = Stopwatch.StartNew();
        while ((bool?)await EvaluateAsync($"Boolean({script})") != true)
        {
            if (watch.Elapsed > Patience)
                throw new TimeoutException($"The page never has: {script}. {string.Join('\n', Complaints)}");
            await Task.Delay(20);
        }
    }

    /// <summary>Gives a field of the page a file, as a person would in the dialog.</summary>
    public async Task ChooseFileAsync(string selector, string file)
    {
        var root = (int)(await CallAsync("DOM.getDocument"))["root"]!["nodeId"]!;
        var node = await CallAsync("DOM.querySelector", new JsonObject { ["nodeId"] = root, ["selector"] = selector });
        await CallAsync("DOM.setFileInputFiles", new JsonObject
        {
            ["nodeId"] = (int)node["nodeId"]!,
            ["files"] = new JsonArray(file),
        });
    }

    /// <summary>Presses a key, by its name in the standard: <c>Tab</c>, <c>Enter</c>, <c>ArrowRight</c>.</summary>
    public async Task PressAsync(string key, int code)
    {
        foreach (var type in new[] { "keyDown", "keyUp" })
        {
            var pressed = new JsonObject { ["type"] = type, ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code };
            if (key == "Enter" && type == "keyDown")
                pressed["text"] = "\r";
            await CallAsync("Input.dispatchKeyEvent", pressed);
        }
    }

    /// <summary>The whole page as a PNG file.</summary>
    public async Task<byte[]> CaptureAsync()
    {
        var size = (await CallAsync("Page.getLayoutMetrics"))["cssContentSize"]!;
        var result = await CallAsync("Page.captureScreenshot", new JsonObject
        {
            ["format"] = "png",
            ["captureBeyondViewport"] = true,
            ["clip"] = new JsonObject
            {
                ["x"] = 0,
                ["y"] = 0,
                ["width"] = (double)size["width"]!,
                ["height"] = (double)size["height"]!,
                ["scale"] = 1,
            },
        });
        return Convert.FromBase64String((string)result["data"]!);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        // The last of its processes may still be writing.
        for (var left = 20; ; left--)
        {
            try
            {
                _profile.Dispose();
                return;
            }
            catch (IOException) when (left > 0)
            {
                Thread.Sleep(50);
            }
        }
    }

    // It says on its error stream where it listens.
    private async Task<int> PortAsync()
    {
        const string Begin = "DevTools listening on ";
        while (await _process.StandardError.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (!line.StartsWith(Begin, StringComparison.Ordinal))
                continue;
            // Later lines are read as well: a full pipe would stop it.
            _ = _process.StandardError.ReadToEndAsync();
            return new Uri(line[Begin.Length..]).Port;
        }

        throw new InvalidOperationException("Chromium ended without listening.");
    }

    private async Task<JsonNode> CallAsync(string method, JsonObject? parameters = null)
    {
        var id = ++_calls;
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        using var time = new CancellationTokenSource(Patience);
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(call), WebSocketMessageType.Text, true, time.Token);
        while (true)
        {
            var message = await ReceiveAsync(time.Token);
            if ((int?)message["id"] == id)
            {
                return message["error"] is { } error
                    ? throw new InvalidOperationException($"{method}: {error.ToJsonString()}") : message["result"]!;
            }

            if ((string?)message["method"] is "Log.entryAdded" or "Runtime.exceptionThrown" or "Runtime.consoleAPICalled")
                Complaints.Add(message["params"]!.ToJsonString());
            else if ((string?)message["method"] == "Network.requestWillBeSent")
                Requests.Add((string)message["params"]!["request"]!["url"]!);
        }
    }

    private async Task<JsonNode> ReceiveAsync(CancellationToken cancellation)
    {
        using var text = new MemoryStream();
        var part = new byte[64 << 10];
        while (true)
        {
            var received = await _socket.ReceiveAsync(part, cancellation);
            text.Write(part, 0, received.Count);
            if (received.EndOfMessage)
                return JsonNode.Parse(text.ToArray())!;
        }
    }
}

/// <summary>A test that needs Chromium, skipped where it is not, unless <c>GPUFORMER_REQUIRE</c> names it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : Xunit.FactAttribute
{
    public BrowserFactAttribute()
    {
        var required = (Environment.GetEnvironmentVariable("GPUFORMER_REQUIRE") ?? "").Split(',').Contains("chromium");
        Skip = Browser.Find() is null && !required ? "There is no chromium here: install the package." : null!;
    }
}
