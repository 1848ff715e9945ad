using System.Diagnostics;
using System.Security.Cryptography;
using GpuFormer.Devices;
using GpuFormer.Tests.Cli;
using GpuFormer.Tests.Cli.Training;
using Xunit;

namespace GpuFormer.Tests.Host.Devices;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class KernelBinaryCacheTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * 7))];
    private static readonly string Entry = KernelBinaryCache.Key("driver 1", "kernel text");

    [Fact]
    public void What_was_written_is_read_and_replaced_by_the_next_write()
    {
        using var folder = new TemporaryFolder();
        var cache = KernelBinaryCache.Open("opencl", folder.Path);
        Assert.Null(cache.TryRead(Entry));
        cache.Write(Entry, Content);
        Assert.Equal(Content, KernelBinaryCache.Open("opencl", folder.Path).TryRead(Entry));
        cache.Write(Entry, [1, 2, 3]);
        Assert.Equal([1, 2, 3], cache.TryRead(Entry)!);
        Assert.Equal(folder[Path.Combine("opencl", Entry)], Assert.Single(Files(folder)));
    }

    [UnixFact]
    public void Folder_and_entries_are_this_users_alone()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["opencl"]);
        File.SetUnixFileMode(folder["opencl"], (UnixFileMode)Convert.ToInt32("777", 8));
        var cache = KernelBinaryCache.Open("opencl", folder.Path);
        cache.Write(Entry, Content);
        Assert.Equal(Content, cache.TryRead(Entry));
        Assert.Equal(Convert.ToInt32("700", 8), (int)File.GetUnixFileMode(folder["opencl"]));
        Assert.Equal(Convert.ToInt32("600", 8), (int)File.GetUnixFileMode(Assert.Single(Files(folder))));
    }

    [UnixFact]
    public void What_others_could_have_written_is_a_miss_until_it_is_written_again()
    {
        using var folder = new TemporaryFolder();
        var cache = KernelBinaryCache.Open("opencl", folder.Path);
        cache.Write(Entry, Content);
        var path = Assert.Single(Files(folder));
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32("622", 8));
        Assert.Null(cache.TryRead(Entry));
        cache.Write(Entry, Content);
        Assert.Equal(Content, cache.TryRead(Entry));

        // A folder that others may write to is one whose entries they may replace.
        File.SetUnixFileMode(folder["opencl"], (UnixFileMode)Convert.ToInt32("770", 8));
        Assert.Null(cache.TryRead(Entry));

        // A link is what its maker says.
        cache.Write(Entry, Content);
        File.Move(path, folder["elsewhere"]);
        File.CreateSymbolicLink(path, folder["elsewhere"]);
        Assert.Null(cache.TryRead(Entry));
        Directory.Move(folder["opencl"], folder["real"]);
        Directory.CreateSymbolicLink(folder["opencl"], folder["real"]);
        cache.Write(Entry, Content);
        Assert.Null(cache.TryRead(Entry));
    }

    [UnixFact]
    public void An_entry_of_another_user_is_not_loaded()
    {
        using var folder = new TemporaryFolder();
        var cache = KernelBinaryCache.Open("opencl", folder.Path);
        cache.Write(Entry, Content);
        // Only root can give files away; without it the check has no other user to be tried with.
        using var give = Process.Start(new ProcessStartInfo("chown", ["12345", Assert.Single(Files(folder))])
        {
            RedirectStandardError = true,
        })!;
        give.WaitForExit();
        Assert.Equal(give.ExitCode == 0, cache.TryRead(Entry) is null);
        cache.Write(Entry, Content);
        Assert.Equal(Content, cache.TryRead(Entry));
    }

    [Fact]
    public void Kinds_and_keys_are_apart()
    {
        using var folder = new TemporaryFolder();
        var cache = KernelBinaryCache.Open("opencl", folder.Path);
        cache.Write(Entry, Content);
        Assert.Null(KernelBinaryCache.Open("vulkan", folder.Path).TryRead(Entry));
        Assert.Null(cache.TryRead(KernelBinaryCache.Key("driver 2", "kernel text")));
        Assert.NotEqual(KernelBinaryCache.Key("ab", "c"), KernelBinaryCache.Key("a", "bc"));
    }

    [Fact]
    public void An_entry_with_any_changed_byte_is_a_miss_until_it_is_written_again()
    {
        using var folder = new TemporaryFolder();
        var cache = KernelBinaryCache.Open("opencl", folder.Path);
        cache.Write(Entry, Content);
        var path = Assert.Single(Files(folder));
        var whole = File.ReadAllBytes(path);
        foreach (var position in new[] { 0, 3, 4, 500, whole.Length - 1 })
        {
            var corrupt = (byte[])whole.Clone();
            corrupt[position] ^= 1;
            File.WriteAllBytes(path, corrupt);
            Assert.Null(cache.TryRead(Entry));
        }

        cache.Write(Entry, Content);
        Assert.Equal(Content, cache.TryRead(Entry));
    }

    [Fact]
    public void A_truncated_or_lengthened_entry_is_a_miss()
    {
        using var folder = new TemporaryFolder();
        var cache = KernelBinaryCache.Open("opencl", folder.Path);
        cache.Write(Entry, Content);
        var path = Assert.Single(Files(folder));
        var whole = File.ReadAllBytes(path);
        foreach (var length in new[] { 0, 1, 3, 4, 5, 500, whole.Length - 1 })
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Null(cache.TryRead(Entry));
        }

        File.WriteAllBytes(path, [.. whole, 0]);
        Assert.Null(cache.TryRead(Entry));
    }

    [Fact]
    public void A_foreign_file_or_folder_under_the_key_is_a_miss()
    {
        using var folder = new TemporaryFolder();
        var cache = KernelBinaryCache.Open("opencl", folder.Path);
        var path = folder.Write(Path.Combine("opencl", Entry), "#!/bin/sh\necho this is no kernel, but long enough\n");
        Assert.Null(cache.TryRead(Entry));
        File.Delete(path);
        Directory.CreateDirectory(path);
        Assert.Null(cache.TryRead(Entry));
        cache.Write(Entry, Content);
        Assert.Null(cache.TryRead(Entry));
        Assert.Empty(Files(folder));
    }

    [Fact]
    public async Task Readers_beside_writers_of_one_key_see_whole_entries_only()
    {
        using var folder = new TemporaryFolder();
        var values = Enumerable.Range(1, 4).Select(i => Enumerable.Repeat((byte)i, i * 20_000).ToArray()).ToArray();
        var known = values.Select(v => Convert.ToHexString(SHA256.HashData(v))).ToHashSet();
        KernelBinaryCache.Open("opencl", folder.Path).Write(Entry, values[0]);
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            var cache = KernelBinaryCache.Open("opencl", folder.Path);
            var (reads, broken) = (0, 0);
            do
            {
                // A half entry would be null: entries carry their hash.
                var value = cache.TryRead(Entry);
                reads++;
                broken += value is null || !known.Contains(Convert.ToHexString(SHA256.HashData(value))) ? 1 : 0;
            }
            while (!done.IsCancellationRequested);
            return (reads, broken);
        })).ToArray();
        await Task.WhenAll(values.Select(value => Task.Run(() =>
        {
            var cache = KernelBinaryCache.Open("opencl", folder.Path);
            for (var i = 0; i < 50; i++)
                cache.Write(Entry, value);
        })));
        await done.CancelAsync();
        foreach (var (reads, broken) in await Task.WhenAll(readers))
        {
            Assert.True(reads > 0);
            // Windows refuses to open a file while another takes its place: a miss there, never a wrong entry.
            if (!OperatingSystem.IsWindows())
                Assert.Equal(0, broken);
        }

        Assert.Single(Files(folder));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_no_error()
    {
        using var folder = new TemporaryFolder();
        // Below a file, no folder can be made: also not by an administrator.
        var file = folder.Write("file", "in the way");
        var cache = KernelBinaryCache.Open("opencl", file);
        cache.Write(Entry, Content);
        Assert.Null(cache.TryRead(Entry));
        Assert.Equal("in the way", File.ReadAllText(file));
    }

    [Fact]
    public void Off_neither_writes_nor_reads()
    {
        Assert.Null(KernelBinaryCache.RootOf("off"));
        Assert.Equal("kept", KernelBinaryCache.RootOf("kept"));
        Assert.NotEqual("", KernelBinaryCache.RootOf(""));
        var cache = KernelBinaryCache.Open("opencl", KernelBinaryCache.RootOf("off"));
        cache.Write(Entry, Content);
        Assert.Null(cache.TryRead(Entry));
        Assert.False(Directory.Exists("off") || File.Exists("off"));
    }

    private static string[] Files(TemporaryFolder folder) =>
        Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);
}
