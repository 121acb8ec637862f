// Command kube-control-plane is one executable with the programs of a small Kubernetes cluster:
// etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kubectl and kwok, which plays the
// nodes. Its first argument picks the program, the others are that program's own.
//
// One executable instead of six, because the programs share most of their packages: linking them
// once is what keeps the build short and the result small.
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/pflag"
	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	kubectl "k8s.io/kubectl/pkg/cmd"
	kubectlutil "k8s.io/kubectl/pkg/cmd/util"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	nodestages "sigs.k8s.io/kwok/kustomize/stage/node/fast"
	leasestages "sigs.k8s.io/kwok/kustomize/stage/node/heartbeat-with-lease"
	podstages "sigs.k8s.io/kwok/kustomize/stage/pod/fast"
	kwokconfig "sigs.k8s.io/kwok/pkg/config"
	kwok "sigs.k8s.io/kwok/pkg/kwok/cmd"
	kwoklog "sigs.k8s.io/kwok/pkg/log"
	"sigs.k8s.io/kwok/pkg/utils/signals"
)

const usage = "usage: kube-control-plane PROGRAM [ARGUMENT]...\n" +
	"programs: etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kubectl, kwok, kwok-stages\n"

func main() {
	if len(os.Args) < 2 {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	// Each program reads os.Args itself and takes the first one for its own name.
	os.Args = os.Args[1:]
	os.Exit(run(os.Args[0]))
}

// run runs one program to its end and returns its exit code.
func run(program string) int {
	switch program {
	case "etcd":
		etcdmain.Main(os.Args)
		return 0
	case "kube-apiserver":
		return cli.Run(apiserver.NewAPIServerCommand())
	case "kube-controller-manager":
		return cli.Run(controllermanager.NewControllerManagerCommand())
	case "kube-scheduler":
		return cli.Run(scheduler.NewSchedulerCommand())
	case "kubectl":
		// kubectl words its own errors and picks the exit code by their kind.
		kubectlutil.CheckErr(cli.RunNoErrOutput(kubectl.NewDefaultKubectlCommand()))
		return 0
	case "kwok":
		return runKwok()
	case "kwok-stages":
		fmt.Print(stages())
		return 0
	default:
		fmt.Fprintf(os.Stderr, "kube-control-plane: no program `%s`\n%s", program, usage)
		return 2
	}
}

// stages is the configuration kwok needs: without stages it refuses to start, and those it carries
// along are not its default. With these, nodes become Ready and stay so, pods become Ready at once,
// pods of Jobs succeed at once, and deleted pods disappear.
func stages() string {
	return strings.Join([]string{
		nodestages.DefaultNodeInit,
		leasestages.DefaultNodeHeartbeatWithLease,
		podstages.DefaultPodReady,
		podstages.DefaultPodComplete,
		podstages.DefaultPodDelete,
	}, "---\n")
}

func runKwok() int {
	// The Kubernetes packages put a --version of their own into the process-wide flags, and kwok's
	// command library refuses one that is no bool: kwok gets an empty set of process-wide flags.
	pflag.CommandLine = pflag.NewFlagSet("kwok", pflag.ExitOnError)

	// Logging and configuration are read before the command exists: first pass over the arguments,
	// which knows only the flags of these two and skips all others.
	global := pflag.NewFlagSet("kwok-global", pflag.ContinueOnError)
	global.ParseErrorsAllowlist.UnknownFlags = true
	global.Usage = func() {}
	ctx, _ := kwoklog.InitFlags(signals.SetupSignalContext(), global)
	ctx, err := kwokconfig.InitFlags(ctx, global)
	if err != nil {
		return failed("kwok", err)
	}
	command := kwok.NewCommand(ctx)
	command.PersistentFlags().AddFlagSet(global)
	if err := command.ExecuteContext(ctx); err != nil {
		return failed("kwok", err)
	}
	return 0
}

func failed(program string, err error) int {
	fmt.Fprintf(os.Stderr, "%s: %v\n", program, err)
	return 1
}
