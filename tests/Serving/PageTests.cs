using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;
using GpuFormer.Serving;
using GpuFormer.Tests.Cli;
using GpuFormer.Tests.Style;
using Xunit;

namespace GpuFormer.Tests.Serving;

/// <summary>The page in a browser: uploads, keys, narrow screens, labels of others, and nothing from elsewhere.</summary>
public sealed class PageTests : IDisposable
{
    // As numbers, browsers have known keys for thirty years.
    private const int Tab = 9;
    private const int Enter = 13;

    private const string Pixels = "document.getElementById('canvas').toDataURL()";

    private const string Answer = "document.querySelectorAll('#predictions li').length > 0";

    // Wide, narrow, dark: where the screenshots of docs/pictures are to lie, if anywhere.
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("GPUFORMER_PICTURES");

    private RunningServer? _server;
    private Browser? _browser;

    public void Dispose()
    {
        _browser?.Dispose();
        _server?.Dispose();
    }

    [Fact]
    public async Task Every_file_of_the_page_has_its_type_and_a_policy_that_lets_nothing_else_in()
    {
        using var server = new RunningServer(new ServerOptions(), new ServedModel("m", new FakePredictor(), null));
        foreach (var (path, type) in new[]
        {
            ("/", "text/html"), ("/page.css", "text/css"), ("/page.js", "text/javascript"), ("/image.js", "text/javascript"),
            ("/attention.js", "text/javascript"), ("/findings.js", "text/javascript"), ("/icon.png", "image/png"),
        })
        {
            using var answer = await server.Client.GetAsync(path);
            Assert.Equal(200, (int)answer.StatusCode);
            Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(type == "image/png" || !text.Contains("://", StringComparison.Ordinal), $"{path} names an address.");
            Assert.DoesNotContain("innerHTML", text, StringComparison.Ordinal);
        }
    }

    [BrowserFact]
    public async Task An_image_is_named_on_wide_narrow_and_dark_screens_where_nothing_overlaps()
    {
        var browser = await OpenAsync(new RunningServer());
        foreach (var (name, width, isDark) in new[] { ("page-wide", 1280, false), ("page-360", 360, false), ("page-dark", 1280, true) })
        {
            await browser.OpenAsync(_server!.Client.BaseAddress!.ToString(), width, 800, isDark);
            await browser.ChooseFileAsync("#file", Path.Combine(Repository.Root, "data/digits/3.png"));
            await browser.WaitAsync(Answer);
            Assert.Equal("3", (string?)await browser.EvaluateAsync("document.querySelector('.label').textContent"));
            Assert.Equal(5, (int?)await browser.EvaluateAsync("document.querySelectorAll('.bar').length"));
            Assert.False((bool)(await browser.EvaluateAsync("document.getElementById('canvas').hidden"))!);
            await browser.WaitAsync("document.querySelectorAll('#tokens button').length > 0");
            await browser.EvaluateAsync("document.querySelector('#blocks button').click()");
            await CheckLayoutAsync(browser);
            if (Pictures is not null)
                await File.WriteAllBytesAsync(Path.Combine(Pictures, $"{name}.png"), await browser.CaptureAsync());
        }

        CheckRequests(browser);
    }

    [BrowserFact]
    public async Task Objects_have_boxes_on_wide_narrow_and_dark_screens_and_stand_out_at_a_key()
    {
        using var objects = new ObjectServer();
        var browser = await OpenAsync(objects.Server);
        foreach (var (name, width, isDark) in new[]
        {
            ("page-objects", 1280, false), ("page-objects-360", 360, false), ("page-objects-dark", 1280, true),
        })
        {
            await browser.OpenAsync(_server!.Client.BaseAddress!.ToString(), width, 800, isDark);
            await browser.ChooseFileAsync("#file", ObjectServer.TwoDigits);
            await browser.WaitAsync(Answer);
            Assert.Equal("seven", (string?)await browser.EvaluateAsync("document.querySelector('.label').textContent"));
            Assert.Equal(2, (int?)await browser.EvaluateAsync("document.querySelectorAll('button.finding').length"));
            await CheckLayoutAsync(browser);
            if (Pictures is not null)
                await File.WriteAllBytesAsync(Path.Combine(Pictures, $"{name}.png"), await browser.CaptureAsync());
        }

        var all = (string?)await browser.EvaluateAsync(Pixels);
        await browser.EvaluateAsync("document.getElementById('camera').focus()");
        for (var i = 0; i < 2; i++)
            await browser.PressAsync("Tab", Tab);
        Assert.Equal("one", (string?)await browser.EvaluateAsync("document.activeElement.querySelector('.label').textContent"));
        await browser.PressAsync("Enter", Enter);
        Assert.Equal("false,true", (string?)await browser.EvaluateAsync(
            "[...document.querySelectorAll('button.finding')].map(one => one.getAttribute('aria-pressed')).join()"));
        Assert.NotEqual(all, (string?)await browser.EvaluateAsync(Pixels));
        await browser.PressAsync("Enter", Enter);
        Assert.Equal(all, (string?)await browser.EvaluateAsync(Pixels));
        CheckRequests(browser);
    }

    [BrowserFact]
    public async Task Classes_of_pixels_are_tinted_each_in_its_colour()
    {
        using var folder = new TemporaryFolder();
        using var file = new MemoryStream();
        PngWriter.Write(new Image(24, 20), file);
        var browser = await OpenAsync(PixelServingTests.Serve());
        await browser.OpenAsync(_server!.Client.BaseAddress!.ToString(), 360, 740);
        await browser.ChooseFileAsync("#file", folder.Write("black.png", file.ToArray()));
        await browser.WaitAsync(Answer);
        Assert.Equal("class 0,class 5", (string?)await browser.EvaluateAsync(
            "[...document.querySelectorAll('.label')].map(one => one.textContent).join()"));
        // Half of the class's colour over black, and the ground as it was.
        var seen = (string?)await browser.EvaluateAsync("""
            (() => {
              const { width } = canvas;
              const row = canvas.getContext("2d").getImageData(0, 30, width, 1).data;
              return [0.1, 0.9].map(x => 4 * Math.floor(x * width)).map(at => row.slice(at, at + 3).join()).join(";");
            })()
            """);
        var tint = GpuFormer.Imaging.Drawing.Colour.Black.Mix(GpuFormer.Imaging.Drawing.Colour.OfIndex(5), 140 / 255f);
        var channels = seen!.Split(';')[0].Split(',').Select(int.Parse).ToArray();
        Assert.Equal("0,0,0", seen.Split(';')[1]);
        Assert.InRange(channels[0], tint.Red - 2, tint.Red + 2);
        Assert.InRange(channels[1], tint.Green - 2, tint.Green + 2);
        Assert.InRange(channels[2], tint.Blue - 2, tint.Blue + 2);
        await CheckLayoutAsync(browser);
        CheckRequests(browser);
    }

    private void CheckRequests(Browser browser)
    {
        Assert.Empty(browser.Complaints);
        var origin = _server!.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        Assert.NotEmpty(browser.Requests);
        Assert.All(browser.Requests, url => Assert.True(
            url.StartsWith(origin, StringComparison.Ordinal) || url.StartsWith("blob:", StringComparison.Ordinal), url));
    }

    [BrowserFact]
    public async Task Keys_alone_reach_every_control_and_the_camera_takes_a_picture()
    {
        var browser = await OpenAsync(new RunningServer());
        await browser.OpenAsync(_server!.Client.BaseAddress!.ToString(), 1280, 800);
        await PressUntilAsync(browser, "choose");
        await PressUntilAsync(browser, "camera");
        var ring = await browser.EvaluateAsync("getComputedStyle(document.activeElement).outlineStyle");
        Assert.Equal("solid", (string?)ring);
        await browser.PressAsync("Enter", Enter);
        await browser.WaitAsync("!document.getElementById('capture').hidden");
        await browser.WaitAsync("document.activeElement.id === 'capture' && document.getElementById('video').videoWidth > 0");
        await browser.PressAsync("Enter", Enter);
        await browser.WaitAsync(Answer);
        Assert.True((bool)(await browser.EvaluateAsync("document.getElementById('video').hidden"))!);
        Assert.False((bool)(await browser.EvaluateAsync("document.getElementById('choose').hidden"))!);
        Assert.Equal("camera", (string?)await browser.EvaluateAsync("document.activeElement.id"));
    }

    [BrowserFact]
    public async Task Arrows_walk_over_blocks_and_tokens_and_the_chosen_map_lies_over_the_image()
    {
        var browser = await OpenAsync(new RunningServer());
        await browser.OpenAsync(_server!.Client.BaseAddress!.ToString(), 1280, 800);
        await browser.ChooseFileAsync("#file", Path.Combine(Repository.Root, "data/digits/3.png"));
        await browser.WaitAsync("document.querySelectorAll('#tokens button').length > 1");
        var plain = (string?)await browser.EvaluateAsync(Pixels);
        await browser.EvaluateAsync("document.querySelector('#tokens button').focus()");
        await browser.PressAsync("ArrowRight", 39);
        Assert.Equal("Token 2", (string?)await browser.EvaluateAsync("document.activeElement.textContent"));
        Assert.Equal("true", (string?)await browser.EvaluateAsync("document.activeElement.getAttribute('aria-checked')"));
        Assert.NotEqual(plain, (string?)await browser.EvaluateAsync(Pixels));
        await browser.EvaluateAsync("document.querySelector('#blocks [aria-checked=true]').focus()");
        await browser.PressAsync("ArrowLeft", 37);
        Assert.Equal(1, (int?)await browser.EvaluateAsync("document.querySelectorAll('#blocks [aria-checked=true]').length"));
        Assert.Equal(plain, (string?)await browser.EvaluateAsync(Pixels));
        await CheckLayoutAsync(browser);
    }

    [BrowserFact]
    public async Task Dropped_and_pasted_files_are_named_and_what_is_no_image_is_an_error_to_read()
    {
        var browser = await OpenAsync(new RunningServer());
        await browser.OpenAsync(_server!.Client.BaseAddress!.ToString(), 1280, 800);
        foreach (var (target, name) in new[] { ("DragEvent('drop'", "dataTransfer"), ("ClipboardEvent('paste'", "clipboardData") })
        {
            await browser.EvaluateAsync("document.getElementById('predictions').replaceChildren()");
            var bytes = Convert.ToBase64String(RunningServer.Digit(9));
            await browser.EvaluateAsync($$"""
                (() => {
                  const data = new DataTransfer();
                  data.items.add(new File([Uint8Array.from(atob("{{bytes}}"), c => c.charCodeAt(0))], "9.png", { type: "image/png" }));
                  document.dispatchEvent(new {{target}}, { {{name}}: data, bubbles: true, cancelable: true }));
                })()
                """);
            await browser.WaitAsync(Answer);
            Assert.Equal("9", (string?)await browser.EvaluateAsync("document.querySelector('.label').textContent"));
        }

        using var folder = new TemporaryFolder();
        await browser.ChooseFileAsync("#file", folder.Write("no-image.png", "no image"));
        await browser.WaitAsync("document.getElementById('message').classList.contains('error')");
        Assert.Contains("no known", (string)(await browser.EvaluateAsync("document.getElementById('message').textContent"))!,
            StringComparison.Ordinal);
        Assert.Equal(0, (int?)await browser.EvaluateAsync("document.querySelectorAll('#predictions li').length"));
    }

    [BrowserFact]
    public async Task Labels_of_others_are_shown_as_texts()
    {
        const string Label = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>"
            + " and a name that is far too long for a line of a screen of three hundred and sixty pixels_without_any_space_in_it";
        var browser = await OpenAsync(new RunningServer(
            new ServerOptions(), new ServedModel("m", new FakePredictor { Label = Label }, null)));
        await browser.OpenAsync(_server!.Client.BaseAddress!.ToString(), 360, 740);
        await browser.ChooseFileAsync("#file", Path.Combine(Repository.Root, "data/digits/3.png"));
        await browser.WaitAsync(Answer);
        Assert.Equal(Label, (string?)await browser.EvaluateAsync("document.querySelector('.label').textContent"));
        Assert.Equal(0, (int?)await browser.EvaluateAsync("document.querySelectorAll('#predictions img, #predictions script').length"));
        Assert.Equal("GpuFormer", (string?)await browser.EvaluateAsync("document.title"));
        await CheckLayoutAsync(browser);
    }

    private async Task<Browser> OpenAsync(RunningServer server)
    {
        _server = server;
        return _browser = await Browser.StartAsync();
    }

    private static async Task PressUntilAsync(Browser browser, string id)
    {
        for (var i = 0; i < 10; i++)
        {
            await browser.PressAsync("Tab", Tab);
            if ((string?)await browser.EvaluateAsync("document.activeElement.id") == id)
                return;
        }

        Assert.Fail($"Ten presses of Tab do not reach {id}.");
    }

    // Nothing is wider than the screen, and no two visible texts or controls lie over each other.
    private static async Task CheckLayoutAsync(Browser browser)
    {
        Assert.True((bool)(await browser.EvaluateAsync("document.documentElement.scrollWidth <= innerWidth"))!);
        var overlaps = await browser.EvaluateAsync("""
            (() => {
              const visible = [...document.querySelectorAll("h1, h2, p, button, a, select, canvas, .label, .share, .track")]
                .map(node => [node, node.getBoundingClientRect()]).filter(([, box]) => box.width > 0 && box.height > 0);
              const found = [];
              for (const [a, x] of visible)
                for (const [b, y] of visible)
                  if (a !== b && !a.contains(b) && !b.contains(a) && x.left < y.right - 1 && y.left < x.right - 1
                      && x.top < y.bottom - 1 && y.top < x.bottom - 1)
                    found.push(`${a.outerHTML.slice(0, 60)} over ${b.outerHTML.slice(0, 60)}`);
              return found.join("\n");
            })()
            """);
        Assert.Equal("", (string?)overlaps);
    }
}
