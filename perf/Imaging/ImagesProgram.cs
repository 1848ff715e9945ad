using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using GpuFormer.Perf.Peers;

namespace GpuFormer.Perf.Imaging;

/// <summary>
/// Decoding of made-up photos beside SkiaSharp, ImageSharp and Pillow, where Python has it: file after file, decoder
/// after decoder, in rounds. Files that are named are added. <c>images [--rounds N] [--python PYTHON] [FILE...]</c>
/// </summary>
internal static class ImagesProgram
{
    public static int Run(string[] args, TextWriter output)
    {
        var (rounds, python) = (7, "/usr/bin/python3");
        var files = ImageSet.Make().ToList();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--rounds")
                rounds = int.Parse(args[++i], CultureInfo.InvariantCulture);
            else if (args[i] == "--python")
                python = args[++i];
            else
                files.Add((Path.GetFileName(args[i]), File.ReadAllBytes(args[i])));
        }

        output.WriteLine($"{files.Count} files, {rounds} alternating rounds; one thread each.");
        using var pillow = Pillow(python, output);
        output.WriteLine();
        output.WriteLine("| files | ours | Pillow | SkiaSharp | ImageSharp | ours / Pillow | ours / ImageSharp | pixels equal "
            + "Pillow's | Skia's |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var kind in files.GroupBy(file => file.Kind, file => file.File))
            output.WriteLine(Row(kind.Key, [.. kind], rounds, pillow));
        output.WriteLine();
        output.WriteLine("Milliseconds a megapixel: the minima of each file's rounds, added up; wall / processor time.");
        output.WriteLine();
        output.WriteLine("| 12 megapixels to a network's input of 224 | ms |");
        output.WriteLine("|---|---|");
        WriteInputs(output, files[0].File, rounds);
        return 0;
    }

    private static PeerProcess? Pillow(string python, TextWriter output)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Imaging", "pillow_worker.py");
        try
        {
            var peer = new PeerProcess("Pillow", new ProcessStartInfo(python, ["-B", script]));
            output.WriteLine((string)peer.Ask(new JsonObject { ["command"] = "version" })["version"]!);
            return peer;
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            output.WriteLine($"Without Pillow: {exception.Message}");
            return null;
        }
    }

    private static string Row(string kind, byte[][] files, int rounds, PeerProcess? pillow)
    {
        var sums = new (double Wall, double Cpu)[4];
        var (pixels, like, likeSkia) = (0L, 0, 0);
        var path = Path.GetTempFileName();
        foreach (var file in files)
        {
            File.WriteAllBytes(path, file);
            var ours = ImageDecoders.Ours(file);
            pixels += ours.Length / 3;
            var best = new (double Wall, double Cpu)[4];
            Array.Fill(best, (double.MaxValue, double.MaxValue));
            for (var round = 0; round < rounds; round++)
            {
                Measure(ref best[0], () => ImageDecoders.Ours(file));
                if (pillow is not null)
                {
                    var answer = pillow.Ask(
                        new JsonObject { ["command"] = "decode", ["path"] = path, ["digest"] = round == 0 });
                    Keep(ref best[1], (double)answer["wall"]! / 1e6, (double)answer["cpu"]! / 1e6);
                    if (round == 0 && (string)answer["sha256"]! == Convert.ToHexStringLower(SHA256.HashData(ours)))
                        like++;
                }

                Measure(ref best[2], () => ImageDecoders.Skia(file));
                Measure(ref best[3], () => ImageDecoders.ImageSharp(file));
            }

            likeSkia += WithoutAlpha(ImageDecoders.Skia(file)).AsSpan().SequenceEqual(ours) ? 1 : 0;
            for (var i = 0; i < best.Length; i++)
                sums[i] = (sums[i].Wall + best[i].Wall, sums[i].Cpu + best[i].Cpu);
        }

        File.Delete(path);
        var megapixels = pixels / 1e6;
        string Cell((double Wall, double Cpu) sum) =>
            Text($"{sum.Wall / megapixels:F2} / {sum.Cpu / megapixels:F2}");
        var theirs = pillow is null ? "-" : Cell(sums[1]);
        var ratio = pillow is null ? "-" : Text($"{sums[0].Cpu / sums[1].Cpu:F2}");
        return Text($"| {kind}, {files.Length} | {Cell(sums[0])} | {theirs} | {Cell(sums[2])} | {Cell(sums[3])} | {ratio} | ")
            + Text($"{sums[0].Cpu / sums[3].Cpu:F2} | {(pillow is null ? "-" : $"{like} of {files.Length}")} | ")
            + $"{likeSkia} of {files.Length} |";
    }

    private static void WriteInputs(TextWriter output, byte[] file, int rounds)
    {
        (string Name, Action<byte[]> Run)[] ways =
        [
            ("ours", ImageDecoders.OursToInput), ("ImageSharp", ImageDecoders.ImageSharpToInput),
            ("ours, decoded at an eighth", ImageDecoders.OursToInputScaled),
            ("SkiaSharp, decoded at an eighth, our resize", ImageDecoders.SkiaToInputScaled),
        ];
        var best = new (double Wall, double Cpu)[ways.Length];
        Array.Fill(best, (double.MaxValue, double.MaxValue));
        for (var round = 0; round < rounds + 3; round++)
        {
            for (var i = 0; i < ways.Length; i++)
                Measure(ref best[i], () => ways[i].Run(file));
        }

        for (var i = 0; i < ways.Length; i++)
            output.WriteLine(Text($"| {ways[i].Name} | {best[i].Wall:F1} / {best[i].Cpu:F1} |"));
    }

    private static void Measure(ref (double Wall, double Cpu) best, Action action)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        action();
        Keep(ref best, Stopwatch.GetElapsedTime(started).TotalMilliseconds,
            (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds);
    }

    private static void Keep(ref (double Wall, double Cpu) best, double wall, double cpu) =>
        best = (Math.Min(best.Wall, wall), Math.Min(best.Cpu, cpu));

    private static byte[] WithoutAlpha(byte[] rgba)
    {
        var rgb = new byte[rgba.Length / 4 * 3];
        GpuFormer.Imaging.PixelRows.DropAlpha(rgba, rgb);
        return rgb;
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
