using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GpuFormer.Distributed.Mpi;

/// <summary>
/// Where ranks meet that no <c>mpirun</c> started: launchers of the kind of torchrun say MASTER_ADDR and MASTER_PORT, and
/// rank 0 answers there in the words of the Process Management Interface, version 1 (Balaji et al., "PMI: A Scalable
/// Parallel Process-Management Interface for Extreme-Scale Systems", 2010), as MPICH's own mpirun would. MPICH does the
/// rest.
/// </summary>
internal sealed class PmiRendezvous
{
    private const string AddressVariable = "MASTER_ADDR";
    private const string PortVariable = "MASTER_PORT";
    private const int LongestLine = 4096;
    private const int MostKeys = 65536;

    private readonly object _gate = new();
    private readonly int _size;
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private int _waiting;
    private long _round;

    private PmiRendezvous(int size) => _size = size;

    /// <summary>Tells MPICH where to meet, and answers there if this is rank 0.</summary>
    /// <exception cref="RankSetupException">The place is not said, or cannot be listened at.</exception>
    public static void Begin(Launcher launcher)
    {
        var address = Environment.GetEnvironmentVariable(AddressVariable);
        if (string.IsNullOrEmpty(address)
            || !int.TryParse(Environment.GetEnvironmentVariable(PortVariable), NumberStyles.None,
                CultureInfo.InvariantCulture, out var port)
            || port is < 1 or > 65535)
        {
            throw new RankSetupException($"{launcher.Name} says rank {launcher.Rank} of {launcher.Size}, but not where "
                + $"they meet: set {AddressVariable} and {PortVariable}, or use mpirun.");
        }

        if (launcher.Rank == 0)
            Listen(launcher.Size, address, port);
        else
            Await(address, port);
        NativeEnvironment.Set("PMI_PORT", $"{(launcher.Rank == 0 ? "127.0.0.1" : address)}:{port}");
        NativeEnvironment.Set("PMI_ID", launcher.Rank.ToString(CultureInfo.InvariantCulture));
    }

    private static void Listen(int size, string address, int port)
    {
        // Ranks of this machine alone are met where no other machine reaches.
        var isLocal = address == "localhost" || (IPAddress.TryParse(address, out var ip) && IPAddress.IsLoopback(ip));
        var listener = new TcpListener(isLocal ? IPAddress.Loopback : IPAddress.Any, port);
        try
        {
            listener.Start();
        }
        catch (SocketException exception)
        {
            throw new RankSetupException(
                $"Rank 0 cannot listen at {PortVariable} {port}: {exception.Message}. Choose another.");
        }

        var rendezvous = new PmiRendezvous(size);
        new Thread(() =>
        {
            try
            {
                while (true)
                {
                    var client = listener.AcceptTcpClient();
                    new Thread(() => rendezvous.Serve(client)) { IsBackground = true, Name = "GpuFormer PMI" }.Start();
                }
            }
            catch (SocketException)
            {
                // The process ends, and the socket with it.
            }
        })
        { IsBackground = true, Name = "GpuFormer rendezvous" }.Start();
    }

    // MPICH connects once; launchers start the ranks in any order.
    private static void Await(string address, int port)
    {
        var end = DateTime.UtcNow.AddSeconds(30);
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                probe.Connect(address, port);
                return;
            }
            catch (SocketException exception)
            {
                if (DateTime.UtcNow > end)
                {
                    throw new RankSetupException($"Rank 0 does not answer at {address}:{port} ({AddressVariable}, "
                        + $"{PortVariable}): {exception.Message}.");
                }

                Thread.Sleep(100);
            }
        }
    }

    private void Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                using var stream = client.GetStream();
                while (ReadLine(stream) is { } line && Answer(line) is { } answer)
                    stream.Write(Encoding.ASCII.GetBytes(answer));
            }
            catch (Exception exception) when (exception is IOException or SocketException)
            {
                // A rank that ends without a word is noticed by the others' watch.
            }
        }
    }

    private static string? ReadLine(NetworkStream stream)
    {
        var line = new StringBuilder();
        while (true)
        {
            var next = stream.ReadByte();
            if (next < 0 || line.Length > LongestLine)
                return null;
            if (next == '\n')
                return line.ToString();
            line.Append((char)next);
        }
    }

    private string? Answer(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Split('=', 2)).Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First()[1], StringComparer.Ordinal);
        string Word(string name) => words.GetValueOrDefault(name, "");
        switch (Word("cmd"))
        {
            case "initack":
                return $"cmd=initack rc=0\ncmd=set size={_size}\ncmd=set rank={Word("pmiid")}\ncmd=set debug=0\n";
            case "init":
                return "cmd=response_to_init pmi_version=1 pmi_subversion=1 rc=0\n";
            case "get_maxes":
                return "cmd=maxes kvsname_max=256 keylen_max=64 vallen_max=1024\n";
            case "get_appnum":
                return "cmd=appnum appnum=0\n";
            case "get_my_kvsname":
                return "cmd=my_kvsname kvsname=gpuformer\n";
            case "get_universe_size":
                return $"cmd=universe_size size={_size}\n";
            case "put":
                lock (_gate)
                {
                    if (_values.Count < MostKeys)
                        _values[Word("key")] = Word("value");
                }

                return "cmd=put_result rc=0 msg=success\n";
            case "get":
                lock (_gate)
                {
                    return _values.TryGetValue(Word("key"), out var value)
                        ? $"cmd=get_result rc=0 msg=success value={value}\n"
                        : "cmd=get_result rc=-1 msg=key_not_found value=unknown\n";
                }

            case "barrier_in":
                Meet();
                return "cmd=barrier_out\n";
            case "finalize":
                return "cmd=finalize_ack\n";
            default:
                return null;
        }
    }

    private void Meet()
    {
        lock (_gate)
        {
            var round = _round;
            if (++_waiting == _size)
            {
                _waiting = 0;
                _round++;
                Monitor.PulseAll(_gate);
                return;
            }

            while (_round == round)
                Monitor.Wait(_gate);
        }
    }
}
